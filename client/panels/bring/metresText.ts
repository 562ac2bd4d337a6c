/** 12.3 m, 547 m, 1.26 km, 120 km. */
export const metresText = (m: number): string =>
  m < 9.95
    ? `${m.toFixed(1)} m`
    : m < 1000
      ? `${Math.round(m)} m`
      : m < 100_000
        ? `${(m / 1000).toFixed(2)} km`
        : `${Math.round(m / 1000)} km`;

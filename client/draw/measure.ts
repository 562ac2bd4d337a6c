/** A length or an area as words. They are measured by the partition's own metres.ts, so that page and server say the same. */
export const lengthLabel = (metres: number) => (metres >= 1000 ? `${(metres / 1000).toFixed(2)} km` : `${Math.round(metres)} m`);
export const areaLabel = (square: number) => (square >= 1e5 ? `${(square / 1e6).toFixed(2)} km²` : `${Math.round(square)} m²`);

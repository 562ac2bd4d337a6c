/** How large a plan may be: more is refused, by whoever reads it and by the step that would make it. */
export const limits = { arcs: 200_000, faces: 100_000, zones: 50_000, positions: 3_000_000 } as const;

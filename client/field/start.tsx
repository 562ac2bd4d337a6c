/** The field page starts. */
export function start(): void {}

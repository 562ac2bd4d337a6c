/** Tab stays in a modal: from its last stop to its first, and back. */
export function keepTab(event: React.KeyboardEvent<HTMLElement>): void {
  if (event.key !== "Tab") return;
  const stops = [
    ...event.currentTarget.querySelectorAll<HTMLElement>("button:enabled, input:enabled, select:enabled, textarea, a[href], summary"),
  ];
  const [leaving, entering] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (document.activeElement !== leaving) return;
  event.preventDefault();
  entering?.focus();
}

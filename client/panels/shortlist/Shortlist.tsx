/** 清单: what one means to walk to, in the order of the walk, and as a route sheet. */
export function Shortlist() {
  return null;
}

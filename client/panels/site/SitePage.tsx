/** The page of one site: its map, its problems now and before, who answers for it, what lies around. */
export function SitePage() {
  return null;
}

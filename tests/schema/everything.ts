/** Questions that may read all problems or all of their log, each with its reason: they are about all of them, or about a great part. */
const all = "counts all problems there are, and the order has no index of its own";
const sums = "sums up all problems there are";
const working = "the working set: open, or ended in the last 90 days; here and in most districts a third of all";

export const everything: Readonly<Record<string, string>> = {
  "list-sort-found": all,
  "list-sort-found-up": all,
  "list-sort-deadline": all,
  "list-sort-deadline-up": all,
  "list-sort-closed": all,
  "list-sort-closed-up": all,
  "list-sort-id": all,
  "list-sort-id-up": all,
  "list-source": "all problems of the town have the one source",
  "list-q": "words are looked for in every text: an index of three letters each serves no word of two characters",
  "list-beyond": "nearly all of them lie farther away than a distance",
  "list-outside-view": "nearly all of them lie outside a view",
  "list-at": "what all were at a moment of the past",
  "count-everything": sums,
  "facets-open": "what the other statuses would give: sums up all problems there are",
  "facets-everything": sums,
  "performance-everything": sums,
  layer: working,
  points: working,
  "layer-counts": working,
  headline: `as of yesterday and of last week; ${working}`,
  replay: `at the beginning of a stretch of time; ${working}`,
};

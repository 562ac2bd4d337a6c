/**
 * The header of an answer that a copy of the database gave while the server that is written to is away: RFC 3339, when that was last heard.
 * The answer may lack what was changed in the last moment before, and nothing can be changed. Empty or missing: it is as always.
 */
export const staleSince = "chuangtu-stale-since";

/** What is said while a file hangs over the page: these few words come with the listener, the others with the sheet. */
export const bringDropWords = {
  drop: { zh: "松开以导入", en: "Drop to import" },
  notYours: {
    zh: "导入点位由规划员、导入问题由调度员进行，管理员两者都可以；请把文件交给他们",
    en: "Sites are imported by planners, problems by dispatchers, both by administrators: hand them the file",
  },
} as const;

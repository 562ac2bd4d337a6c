/** How persons are shown to those who need not know them. */

/** What sources write where no person is meant. */
const nobodyInPerson = /热线|平台|市民|群众|居民|匿名|hotline|anonymous|public/i;
/** The family name alone: 张三 → 张**. */
export const maskName = (name: string): string => (nobodyInPerson.test(name) ? name : `${[...name][0] ?? ""}**`);

/** Enough to be told apart: 13812341234 → 138****1234; of a short one the last two. */
export const maskPhone = (phone: string): string =>
  phone.length >= 9 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-2)}`;

/** "Where does this short link lead?" */
import { linkCode } from "../ask/parameters.ts";
import { NotFound, route } from "../ask/route.ts";
import { ShareLink as ShareLinkSchema } from "../contract/deskSchemas.ts";
import type { ShareLink } from "../contract/types.ts";
import { sql } from "../db/sql.ts";

export const link = route({
  path: "/api/links",
  question: "Which query does a short code stand for?",
  may: { who: "signed in", area: "none" },
  takes: { code: linkCode("The code of the short link.") },
  answer: ShareLinkSchema,
  async handle({ given: { code }, rows }) {
    const [found] = await rows<ShareLink>("link", sql`select code, query from share_link where code = ${code}::text`);
    if (!found)
      throw new NotFound({
        zh: `没有代码为 ${code} 的短链接：请核对是否完整（区分大小写），或请对方重新分享`,
        en: `There is no short link ${code}: see that it is complete (capitals count), or ask for it to be shared anew.`,
      });
    return found;
  },
});

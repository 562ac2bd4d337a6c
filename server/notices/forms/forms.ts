/** The forms of robots, by kind. */
import type { RobotKind } from "../../contract/officeWords.ts";
import { dingtalk } from "./dingtalk.ts";
import { feishu } from "./feishu.ts";
import type { Form } from "./form.ts";
import { wecom } from "./wecom.ts";

export const forms: Readonly<Record<RobotKind, Form>> = { wecom, dingtalk, feishu };

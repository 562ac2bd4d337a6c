/** What is said of a person `p` in SQL wherever somebody asks whether they count: here, able to sign in, due for a new password. */
import { today } from "../ask/day.ts";
import { sql } from "../db/sql.ts";

/** Has not left. */
export const here = sql`(p.left_on is null or p.left_on > ${today})`;
/** Has an account and a password, and has not left. */
export const canSignIn = sql`(p.account is not null and p.password_hash is not null and ${here})`;
/** The password is older than the policy `r` allows: until it is changed its owner holds no duty. */
export const outdated = sql`coalesce(p.password_set_at < now() - r.longest_days * interval '1 day', false)`;
/** Somebody can sign in who may let others in. */
export const somebodyLetsIn = sql`exists (select from person p where 'security' = any(p.roles) and ${canSignIn})`;

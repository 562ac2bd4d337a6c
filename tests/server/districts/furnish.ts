/** A district with something in every table, on the same ground and under the same codes as another of the kind: only its words and ids are its own. */
import { randomBytes } from "node:crypto";
import { moved } from "../../../server/ask/revision.ts";
import { partitionOf } from "../../../server/contract/partition/build.ts";
import { partitionText, sumOf } from "../../../server/contract/partition/text.ts";
import { personRoles } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { tokenHash } from "../../../server/people/token.ts";

export interface Marked {
  /** In each of its words, and in no other's. */
  readonly mark: string;
  /** Its ids are this and up to 999 more. */
  readonly base: number;
}

/** What a district is made of, by the id of each thing. */
export interface Things {
  readonly problem: number;
  readonly unit: number;
  readonly zone: number;
  readonly site: number;
  readonly photo: number;
  /** A photo that is still coming in. */
  readonly upload: number;
  /** A photo that is whole, and not used yet. */
  readonly loose: number;
  readonly person: number;
  readonly handler: number;
  readonly wall: number;
  readonly intake: number;
  readonly robot: number;
  readonly message: number;
  readonly duty: number;
  readonly view: number;
  readonly shape: number;
  readonly tour: number;
  readonly alarm: number;
  readonly holder: number;
  readonly plan: number;
  readonly exported: number;
  readonly batch: number;
  readonly brief: number;
  readonly template: number;
  readonly link: string;
  readonly notice: number;
}

export const thingsOf = ({ base: b, mark: m }: Marked): Things => ({
  ...{
    problem: b + 7,
    unit: b + 11,
    zone: b + 1,
    site: b + 501,
    photo: b + 41,
    upload: b + 42,
    loose: b + 43,
    person: b + 610,
    handler: b + 611,
  },
  ...{ wall: b + 71, intake: b + 31, robot: b + 81, message: b + 82, duty: b + 91, view: b + 101, shape: b + 102, tour: b + 103 },
  ...{
    alarm: b + 104,
    holder: b + 105,
    plan: b + 106,
    exported: b + 107,
    batch: b + 108,
    brief: b + 109,
    template: b + 110,
    notice: b + 111,
  },
  link: `${m[0]}bcdEF12`,
});

const square = [
  [
    [119, 33.5],
    [119.04, 33.5],
    [119.04, 33.54],
    [119, 33.54],
  ],
];
/** Its zone and its unit are named in the text, as in any plan made of the zones in force. */
const planOf = ({ zone, unit }: Things, m: string): string => {
  const whole = { id: zone, level: 1 as const, parent: null, code: "1", name: `街${m}`, unit, person: `长${m}`, locked: false };
  return partitionText(partitionOf(1, [whole], [{ polygon: square as [number, number][][], zone }]));
};
/** Of no password that anybody knows. */
const password = "$argon2id$v=19$m=19456,t=2,p=1$R2TORA0kA7tAl9m63RNwow$whk3GzNqFtOEgIEtqEJNatw1pMXgvtakNXl8T4T2FLg";
const day = "2026-03-02T08:00+08:00";

/** A token of a session of this person's, as a Cookie header has it, is made of its mark: the test knows it, the database only its hash. */
export const tokenOf = ({ mark }: Marked): string => Buffer.from(mark.repeat(8)).toString("base64url").slice(0, 43);

async function ground(db: Db, { mark: m }: Marked, t: Things): Promise<void> {
  await db.query(sql`insert into district (code, name_zh, name_en, time_zone, language, centre, outline, data_as_of, clock_set_at, made_up, notice_zh,
      notice_en, attribution, map_approval)
    values (${m}, ${`区${m}`}, ${`D ${m}`}, 'Asia/Shanghai', 'zh', ST_Point(119.02, 33.52, 4326), ST_Multi(ST_MakeEnvelope(119, 33.5, 119.04, 33.54, 4326)),
      '2026-03-02T10:00+08:00', now(), true, ${`注${m}`}, ${`note ${m}`}, ${`源${m}`}, ${`号${m}`})`);
  await db.query(sql`insert into category (code, major, name_zh, name_en, campaign, layer)
    values ('01', '01', ${`大${m}`}, ${`major ${m}`}, ${m}, ${m}), ('0101', '01', ${`小${m}`}, ${`minor ${m}`}, ${m}, ${m})`);
  await db.query(sql`insert into time_limit values ('0101', '0001-01-01', 2, 'eh')`);
  await db.query(sql`insert into unit (id, layer, external_id, name, short_name, search) overriding system value
    values (${t.unit}::bigint, 'u', '11', ${`局${m}`}, ${`短${m}`}, ${m})`);
  await db.query(sql`insert into zone (id, layer, external_id, level, code, name, unit_id, person, search, geom, area_m2) overriding system value
    values (${t.zone}::bigint, 'z', '1', 1, '1', ${`街${m}`}, ${t.unit}::bigint, ${`长${m}`}, ${m}, ST_Multi(ST_MakeEnvelope(119, 33.5, 119.04, 33.54, 4326)), 1)`);
  await db.query(sql`insert into site (id, layer, external_id, site_type, kind, name, address, unit_id, person, search, geom) overriding system value
    values (${t.site}::bigint, 's', '501', 'market', 'market', ${`市${m}`}, ${`路${m}`}, ${t.unit}::bigint, ${`主${m}`}, ${`market ${m}`}, ST_Point(119.01, 33.51, 4326))`);
  await db.query(sql`insert into base_feature (layer, class, name, geom)
    values (${m}, 'road', ${`道${m}`}, ST_MakeLine(ST_Point(119, 33.51, 4326), ST_Point(119.04, 33.51, 4326)))`);
  await db.query(sql`insert into work_hours values ('0001-01-01', '{480,720,840,1080}', '{1,2,3,4,5}')`);
  await db.query(sql`insert into calendar_day values ('2026-05-01', 'holiday', ${`节${m}`})`);
  await db.query(sql`insert into calendar_year values (2026, true, ${`文${m}`})`);
}

async function people(db: Db, marked: Marked, t: Things): Promise<void> {
  const { mark: m } = marked;
  await db.query(sql`insert into person (id, layer, external_id, name, account, phone, roles, unit_id, password_hash, password_set_at, search)
      overriding system value
    values (${t.person}::bigint, 'app', '610', ${`众${m}`}, ${`all.${m}`}, '13800138000', ${[...personRoles]}::text[], ${t.unit}::bigint, ${password}, now(), ${m}),
      (${t.handler}::bigint, 'app', '611', ${`手${m}`}, null, null, '{handler}', ${t.unit}::bigint, null, null, ${m})`);
  await db.query(sql`update unit set contact_id = ${t.handler}::bigint`);
  await db.query(sql`insert into session (token_hash, person_id, expires_at, address, agent)
    values (${tokenHash(tokenOf(marked))}::bytea, ${t.person}::bigint, now() + interval '12 hours', ${m}, ${m})`);
  await db.query(
    sql`insert into set_up_link (token_hash, person_id, expires_at) values (${randomBytes(32)}::bytea, ${t.handler}::bigint, now() + interval '1 day')`,
  );
  await db.query(sql`insert into sign_in_try (account, address) values (${`no.${m}`}, ${m})`);
  await db.query(sql`insert into audit_entry (kind, person_id, who, address, route, detail)
    values ('change', ${t.person}::bigint, ${`众${m}`}, ${m}, ${m}, ${JSON.stringify({ what: m, unit: t.unit, before: { contact: t.handler }, filter: `unit=${t.unit}` })}::jsonb)`);
  await db.query(sql`insert into device (id, name, token_hash, made_by) overriding system value
    values (${t.wall}::bigint, ${`屏${m}`}, ${randomBytes(32)}::bytea, ${t.person}::bigint)`);
  await db.query(sql`insert into wall_tour (id, name, scenes) overriding system value
    values (${t.tour}::bigint, ${`巡${m}`}, ${JSON.stringify([{ kind: "view", seconds: 30, title: null, query: `?geo=within:50:site/${t.site}&selected=zone%2F${t.zone}` }])}::jsonb)`);
  await db.query(
    sql`insert into wall_state (device_id, state, picture, picture_at) values (${t.wall}::bigint, jsonb_build_object('scene', ${m}::text), '\\xffd8', now())`,
  );
  await db.query(
    sql`insert into wall_order (device_id, kind, detail, made_by) values (${t.wall}::bigint, 'message', jsonb_build_object('text', ${m}::text), ${t.person}::bigint)`,
  );
  await db.query(
    sql`insert into trade_duty (id, layer, category, unit_id) overriding system value values (${t.duty}::bigint, ${m}, '0101', ${t.unit}::bigint)`,
  );
  await db.query(sql`insert into note_template (act, text_zh, text_en) values ('return', ${`退${m}`}, ${`back ${m}`})`);
}

async function problems(db: Db, { mark: m }: Marked, t: Things): Promise<void> {
  await db.query(sql`insert into problem (id, layer, external_id, category, title, description, place, source, site_id, found_at, state, unit_id, person,
      person_id, dispatched_at, deadline_at, nearly_due_at, version, zone1_id, search, geom, reporter_name, reporter_phone) overriding system value
    values (${t.problem}::bigint, 'p', ${`NO-${m}`}, '0101', ${`题${m}`}, ${`述${m}`}, ${`处${m}`}, 'patrol', ${t.site}::bigint, ${day}::timestamptz, 'dispatched',
      ${t.unit}::bigint, ${`手${m}`}, ${t.handler}::bigint, '2026-03-02T09:00+08:00', '2026-03-02T11:00+08:00', '2026-03-02T10:30+08:00', 2, ${t.zone}::bigint,
      ${`no-${m} 题${m} market`}, ST_Point(119.0101, 33.51, 4326), ${`民${m}`}, '13900139000')`);
  await db.query(sql`insert into problem_event (problem_id, seq, act, at, actor, note, state_after, unit_after, person_after, deadline_after, facts, actor_id)
    values (${t.problem}::bigint, 1, 'report', ${day}::timestamptz, ${`员${m}`}, ${`话${m}`}, 'reported', null, null, null, ${JSON.stringify({ photos: [t.photo] })}::jsonb, ${t.person}::bigint),
      (${t.problem}::bigint, 2, 'dispatch', '2026-03-02T09:00+08:00', ${`员${m}`}, ${`派${m}`}, 'dispatched', ${t.unit}::bigint, ${`手${m}`}, '2026-03-02T11:00+08:00', ${JSON.stringify({ area: t.unit, trade: t.unit, lead: "trade" })}::jsonb, ${t.person}::bigint)`);
  await db.query(sql`insert into problem_key (id, layer, external_id) values (${t.problem + 1}::bigint, 'p', ${`OLD-${m}`})`);
  await db.query(sql`insert into act_key (client_id, problem_id) values (gen_random_uuid(), ${t.problem + 1}::bigint)`);
  await db.query(sql`insert into archived_problem (id, layer, external_id, category, title, place, source, site_id, found_at, closed_at, state, is_open, unit_id,
      version, zone1_id, found_zone1_id, search, geom)
    values (${t.problem + 1}::bigint, 'p', ${`OLD-${m}`}, '0101', ${`旧题${m}`}, ${`旧处${m}`}, 'patrol', ${t.site}::bigint, '2024-03-02T08:00+08:00',
      '2024-03-02T12:00+08:00', 'closed', false, ${t.unit}::bigint, 2, ${t.zone}::bigint, ${t.zone}::bigint, ${`old-${m} 旧题${m}`}, ST_Point(119.0102, 33.51, 4326))`);
  await db.query(sql`insert into archived_problem_event (problem_id, seq, act, at, actor, state_after, unit_after, closed_after)
    values (${t.problem + 1}::bigint, 1, 'report', '2024-03-02T08:00+08:00', ${`员${m}`}, 'reported', null, null),
      (${t.problem + 1}::bigint, 2, 'close', '2024-03-02T12:00+08:00', ${`员${m}`}, 'closed', ${t.unit}::bigint, '2024-03-02T12:00+08:00')`);
  await db.query(sql`insert into problem_number values ('2026-03-02', 2)`);
  await db.query(sql`insert into photo (id, client_id, state, person_id, problem_id, kind, taken_at, upload_bytes, upload_sha256, width, height, sets, shown,
      withdrawn_by, original, original_until) overriding system value
    values (${t.photo}::bigint, gen_random_uuid(), 'ready', ${t.person}::bigint, ${t.problem}::bigint, 'before', ${day}::timestamptz, 1, '\\x31', 640, 480, 1, 1, ${m}, 1, now() + interval '9 days'),
      (${t.upload}::bigint, gen_random_uuid(), 'uploading', ${t.person}::bigint, null, 'before', ${day}::timestamptz, 100, '\\x31', null, null, 0, null, null, null, null),
      (${t.loose}::bigint, gen_random_uuid(), 'ready', ${t.person}::bigint, null, 'before', ${day}::timestamptz, 1, '\\x31', 640, 480, 1, 1, null, null, null)`);
  await db.query(sql`insert into photo_part values (${t.upload}::bigint, 0, '\\x3131')`);
  await db.query(sql`insert into check_in (client_id, person_id, site_id, at, geom, accuracy_m, distance_m, proved)
    values (gen_random_uuid(), ${t.person}::bigint, ${t.site}::bigint, '2026-03-02T09:00+08:00', ST_Point(119.01, 33.51, 4326), 5, 1, true)`);
  await db.query(sql`insert into notice (id, kind, problem_id, at, unit_id, person_id, zone1_id, what) overriding system value
    values (${t.notice}::bigint, 'assigned', ${t.problem}::bigint, '2026-03-02T09:00+08:00', ${t.unit}::bigint, ${t.person}::bigint, ${t.zone}::bigint, ${m})`);
  await db.query(sql`insert into alarm (id, kind, what, problems, detail, geom, at) overriding system value
    values (${t.alarm}::bigint, 'key_overdue', ${`${t.problem} 2026-03-02T03:00:00.000Z`}, ${[t.problem]}::bigint[], jsonb_build_object('title', ${m}::text, 'place', ${m}::text, 'site', ${m}::text), ST_Point(119.0101, 33.51, 4326), now())`);
  await db.query(sql`insert into robot (id, name, kind, url, secret, kinds) overriding system value
    values (${t.robot}::bigint, ${`群${m}`}, 'wecom', ${`https://robots.example.org/${m}`}, ${m}, '{assigned}')`);
  await db.query(
    sql`insert into message (id, robot_id, state, text, last_error) overriding system value values (${t.message}::bigint, ${t.robot}::bigint, 'dead', ${`信${m}`}, ${m})`,
  );
  await db.query(
    sql`insert into delivery (robot_id, notice_id, state, message_id) values (${t.robot}::bigint, ${t.notice}::bigint, 'dead', ${t.message}::bigint)`,
  );
  await db.query(sql`with d as (insert into device (name, kind, token_hash) values (${`热${m}`}, 'intake', ${randomBytes(32)}::bytea) returning id)
    insert into intake (id, device_id, external_id, body, state, geom, note) overriding system value
    select ${t.intake}::bigint, d.id, ${`A-${m}`}, jsonb_build_object('externalId', ${m}::text, 'text', ${m}::text, 'lon', 119.0101, 'lat', 33.51, 'crs', 'EPSG:4326', 'found', null), 'held',
      ST_Point(119.0101, 33.51, 4326), ${m} from d`);
}

async function desk(db: Db, { mark: m }: Marked, t: Things): Promise<void> {
  await db.query(sql`insert into inspection_round (name, starts, made_by) values (${`轮${m}`}, '2026-02-01', ${t.person}::bigint)`);
  await db.query(sql`insert into named_shape (id, name, definition, share, owner_id) overriding system value
    values (${t.shape}::bigint, ${`形${m}`}, ${`within:500:site/${t.site}`}, 'all', ${t.person}::bigint)`);
  await db.query(sql`insert into saved_view (id, name, query, share, owner_id) overriding system value
    values (${t.view}::bigint, ${`观${m}`}, ${`?q=${m}&unit=${t.unit}&person=${t.person},${t.handler}&problem=${t.problem}`}, 'all', ${t.person}::bigint)`);
  await db.query(sql`insert into share_link (code, query) values (${t.link}, ${`?q=${m}&of=site/${t.site}&within=500`})`);
  await db.query(
    sql`insert into handbook_role (code, name_zh, name_en, applies, needed, ord) values ('chief', ${`职${m}`}, ${`post ${m}`}, '{zone1}', true, 1)`,
  );
  await db.query(
    sql`insert into handbook_text (about, standard_zh, standard_en, reward_zh, reward_en) values ('zone1', ${m}, ${m}, ${m}, ${m})`,
  );
  await db.query(sql`insert into handbook_holder (id, zone_id, role, name, phone, note, since) overriding system value
    values (${t.holder}::bigint, ${t.zone}::bigint, 'chief', ${`任${m}`}, '13700137000', ${m}, '2026-01-01')`);
  await db.query(
    sql`insert into handbook_edition (number, day, note, pages) values (1, '2026-01-01', ${`版${m}`}, jsonb_build_object(${`zone/${t.zone}`}::text, jsonb_build_array(${m}::text, 1, ${m}::text)))`,
  );
  const planText = planOf(t, m);
  await db.query(sql`insert into zone_plan (id, name, partition, sum, made_by, note) overriding system value
    values (${t.plan}::bigint, ${`案${m}`}, ${planText}::text, ${sumOf(planText)}::text, ${t.person}::bigint, ${m})`);
  await db.query(
    sql`insert into zone_plan_step (plan_id, seq, version, step, back) values (${t.plan}::bigint, 1, 2, ${JSON.stringify({ kind: "zoneChange", zone: t.zone, to: { name: m, unit: t.unit } })}::jsonb,
        ${JSON.stringify({ depth: 1, arcs: { drop: [], put: [] }, faces: { drop: [], put: [[0, 1, t.zone]] }, zones: { drop: [t.zone], put: [] }, next: { arc: 2, face: 2, zone: -1 } })}::jsonb)`,
  );
  await db.query(sql`insert into export_job (id, person_id, caller, what, format, query, sentence_zh, sentence_en, state, name, bytes, ended_at) overriding system value
    values (${t.exported}::bigint, ${t.person}::bigint, ${JSON.stringify({ kind: "person", personId: t.person, name: "", roles: [], address: "", seen: `z${t.zone}u:${t.unit}p${t.person}` })}::jsonb, 'zones', 'csv', ${`geo=inside:zone/${t.zone}`}, ${m}, ${m}, 'done', ${`${m}.csv`}, 1, now())`);
  await db.query(sql`insert into export_part values (${t.exported}::bigint, 0, ${Buffer.from(m)}::bytea)`);
  await db.query(sql`insert into import_batch (id, who, person_id, name, into_what, columns, rows, sum) overriding system value
    values (${t.batch}::bigint, ${m}, ${t.person}::bigint, ${`${m}.csv`}, 'sites', array['名称'], 1, '\\x31')`);
  await db.query(sql`insert into import_part values (${t.batch}::bigint, 0, jsonb_build_array(jsonb_build_array(${m}::text)), 1)`);
  await db.query(sql`insert into import_refused values (${t.batch}::bigint, 1, '[]', jsonb_build_array(${m}::text))`);
  await db.query(
    sql`insert into import_change values (${t.batch}::bigint, 1, 'site', ${t.site}::bigint, null, jsonb_build_object('name', ${m}::text, 'unit_id', ${t.unit}::bigint))`,
  );
  await db.query(
    sql`insert into import_mapping (into_what, headings, spec) values ('sites', ${Buffer.alloc(32)}::bytea, jsonb_build_object('name', ${m}::text))`,
  );
  await db.query(
    sql`insert into import_report (bundle, layer, read_rows, loaded_rows, skipped_rows, refused_rows, mended_rows, report) values (${m}, ${m}, 1, 1, 0, 0, 0, '{}')`,
  );
  await db.query(
    sql`insert into brief_template (id, kind, name, bytes) overriding system value values (${t.template}::bigint, 'daily', ${`模${m}`}, ${Buffer.from(m)}::bytea)`,
  );
  await db.query(sql`insert into district_heard (of_id, revision) values (9999, 1)`);
}

/** Furnishes the district whose role the database's sessions have. */
export async function furnish(db: Db, marked: Marked): Promise<Things> {
  const t = thingsOf(marked);
  await ground(db, marked, t);
  await people(db, marked, t);
  await problems(db, marked, t);
  await desk(db, marked, t);
  await db.tx((tx) => tx.query(moved("problems", [{ id: t.problem, unitBefore: t.unit, personBefore: null, act: "dispatch" }])));
  return t;
}

/** A document issued: its page is one that the program made. */
export async function issue(db: Db, { mark: m }: Marked, t: Things, page: string): Promise<void> {
  await db.query(sql`insert into brief_issued (id, kind, title, from_day, to_day, as_of, page, bytes, sum, who) overriding system value
    values (${t.brief}::bigint, 'weekly', ${`报${m}`}, '2026-02-23', '2026-03-01', now(), ${page}::jsonb, ${Buffer.from(m)}::bytea, '\\x31', ${m})`);
}

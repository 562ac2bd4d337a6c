/** Where robots may be: a table of addresses, at saving and at connecting, and what is on the wire held to its limits. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressRefusal, mayReach } from "../../../server/notices/address.ts";
import { PostFailure, type PostOptions, post } from "../../../server/notices/post.ts";
import { send } from "../../../server/notices/send.ts";
import { openReceiver, type Receiver } from "./receiver.ts";

const inside = [
  ...["127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1"],
  ...["169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"],
  ...["224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.88.99.1"],
  ...["::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1"],
  ...["fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "2002:7f00:1::", "2001::1", "5f00::1"],
  ...["", "localhost", "127.1", "0x7f.1", "999.1.1.1", "1.2.3", "::gggg"],
];
const outside = ["1.1.1.1", "8.8.8.8", "140.205.1.1", "172.32.0.1", "100.128.0.1", "::ffff:8.8.8.8", "2400:3200::1", "2606:4700::1111"];

describe("addresses", () => {
  it.each(inside)("%s is not reached", (address) => {
    expect([mayReach(address, [], false), mayReach(address, [], true)]).toEqual([false, false]);
  });
  it.each(outside)("%s is reached by https, and not by http", (address) => {
    expect([mayReach(address, [], false), mayReach(address, [], true)]).toEqual([true, false]);
  });
  it("in a network that was listed are reached either way, and nothing beside it", () => {
    const lists = ["10.1.0.0/16", "192.168.3.7", "fd12::/32", "::ffff:0:0/96"];
    const reached = (address: string) => mayReach(address, lists, true);
    expect(["10.1.0.1", "10.1.255.255", "192.168.3.7", "::ffff:10.1.2.3", "fd12::9"].filter((one) => !reached(one))).toEqual([]);
    expect(["10.2.0.1", "192.168.3.8", "fd13::1", "127.0.0.1", "::1", "8.8.8.8"].filter(reached)).toEqual([]);
  });

  const refused = [
    ...["", "robot", "ftp://robot.example.org/x", "file:///etc/passwd", "javascript:alert(1)", "//robot.example.org/x", "https://"],
    ...["http://robot.example.org/x", "http://8.8.8.8/x", "https://user:pass@robot.example.org/x", "https://user@robot.example.org/x"],
    ...[
      "https://127.0.0.1/x",
      "https://2130706433/x",
      "https://0x7f000001/x",
      "https://0177.0.0.1/x",
      "https://127.1/x",
      "https://[::1]/x",
    ],
    ...["https://[::ffff:127.0.0.1]/x", "https://[fe80::1]/x", "https://169.254.169.254/latest/meta-data", "https://[::ffff:a9fe:a9fe]/"],
    ...["https://localhost/x", "https://localhost./x", "https://db/x", "https://robot.local/x", "https://a.internal/x", "https://a..b/x"],
  ];
  it.each(refused)("%s is not saved", (url) => {
    expect(addressRefusal(url, [])).toMatchObject({ zh: expect.any(String), en: expect.any(String) });
  });
  it.each([
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc",
    "https://oapi.dingtalk.com/robot/send?access_token=abc",
    "https://open.feishu.cn/open-apis/bot/v2/hook/abc",
    "https://robot.example.org:8443/x",
    "https://8.8.8.8/x",
    "https://[2400:3200::1]/x",
  ])("%s is saved", (url) => {
    expect(addressRefusal(url, [])).toBeNull();
  });
  it("of a network that was listed is saved, by http too; a name is looked at when it is connected to", () => {
    const saved = (url: string) => addressRefusal(url, ["10.1.0.0/16"]) === null;
    expect(["http://10.1.2.3:8080/x", "https://10.1.2.3/x", "http://robot.lan/x", "http://robot/x"].filter((url) => !saved(url))).toEqual(
      [],
    );
    expect(["http://10.2.0.1/x", "https://127.0.0.1/x", "http://8.8.8.8/x"].filter(saved)).toEqual([]);
  });
});

describe("posting", () => {
  let robot: Receiver;
  beforeAll(async () => {
    robot = await openReceiver();
  });
  afterAll(() => robot.close());
  const named = (...addresses: string[]): Partial<PostOptions> => ({
    resolve: async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
  });
  const failure = async (url: string, options: Partial<PostOptions>): Promise<PostFailure> => {
    const got = await post(url, "{}", { networks: [], patience_ms: 300, ...options }).catch((error: unknown) => error);
    if (!(got instanceof PostFailure)) throw new Error(`no failure: ${JSON.stringify(got)}`);
    expect(`${got.why.zh}${got.why.en}${got.stack}`, "nothing of the address").not.toMatch(/s3cret|robot\?key/);
    return got;
  };

  it("a name that means an address inside is refused as it is connected to, and so is one of several", async () => {
    const before = robot.arrivals.length;
    const url = `https://robot.example.org:${robot.port}/robot?key=s3cret`;
    for (const addresses of [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["169.254.169.254"]]) {
      const { refused, why } = await failure(url, named(...addresses));
      expect([refused, why.en]).toEqual([true, expect.stringContaining("WEBHOOK_NETWORKS")]);
    }
    // By http only into networks that were listed, whatever the name means.
    const plain = `http://robot.example.org:${robot.port}/robot?key=s3cret`;
    expect((await failure(plain, { networks: ["10.0.0.0/8"], ...named("127.0.0.1") })).refused).toBe(true);
    expect((await failure(plain, { networks: ["10.0.0.0/8"], ...named("8.8.8.8") })).refused).toBe(true);
    expect((await failure(robot.url(), {})).refused).toBe(true);
    expect(robot.arrivals.length).toBe(before);
    expect(await post(plain, "{}", { networks: ["127.0.0.0/8"], ...named("127.0.0.1") } as PostOptions)).toMatchObject({ status: 200 });
  });

  it("a name that is none, or means nothing, says so", async () => {
    const url = "https://robot.example.org/x";
    expect((await failure(url, named())).why.en).toBe("There is no such name.");
    const lost = async () => Promise.reject(Object.assign(new Error(), { code: "EAI_AGAIN" }));
    expect(await failure(url, { resolve: lost })).toMatchObject({ refused: false, why: { zh: "域名解析失败" } });
    expect((await failure("http://127.0.0.1:1/x", { networks: ["127.0.0.1"] })).why.en).toBe("The connection was refused.");
  });

  it("waits no longer than its patience, wherever it is stuck; reads 64 KiB and no more; follows nothing", async () => {
    const here = { networks: ["127.0.0.0/8"] };
    robot.next = ["stall"];
    const start = performance.now();
    expect((await failure(robot.url(), here)).why.en).toBe("No answer within 0.3 seconds.");
    expect(
      (await failure(robot.url(), { ...here, resolve: () => new Promise(() => {}) }).catch(() => null)) ?? "not asked for a literal",
    ).toBeTruthy();
    const stuck = await failure(`http://robot.example.org:${robot.port}/x`, { ...here, resolve: () => new Promise(() => {}) });
    expect(stuck.why.en).toBe("No answer within 0.3 seconds.");
    // Far from the usual ten seconds each, even on a machine that does much beside.
    expect(performance.now() - start).toBeLessThan(9_000);
    robot.next = ["flood"];
    expect((await failure(robot.url(), here)).why.en).toBe("It answered more than 64 KiB.");
    robot.next = ["halfway"];
    expect((await failure(robot.url(), here)).why.en).toBe("The connection broke.");
    robot.next = ["reset"];
    expect((await failure(robot.url(), here)).why.en).toBe("The connection broke.");
    robot.next = ["moved"];
    expect((await post(robot.url(), "{}", here as PostOptions)).status).toBe(302);
  });

  it("a form's signature goes with the robot's own parameters", async () => {
    const to = { kind: "dingtalk", url: robot.url("/robot?access_token=a%2Bb"), secret: "SEC+/=" } as const;
    expect(await send(to, "x", { networks: ["127.0.0.0/8"] })).toMatchObject({
      kind: "sent",
      answer: 'HTTP 200 {"errcode":0,"errmsg":"ok"}',
    });
    const { searchParams } = new URL(robot.arrivals.at(-1)?.url ?? "", "http://x");
    expect([...searchParams.keys()]).toEqual(["access_token", "timestamp", "sign"]);
    expect([searchParams.get("access_token"), searchParams.get("sign")]).toEqual(["a+b", expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/)]);
  });

  it.each([
    ["stall", "failed"],
    ["garbage", "failed"],
    ["html", "failed"],
    ["wrong", "failed"],
    ["reset", "failed"],
    ["down", "failed"],
    ["moved", "failed"],
    ["flood", "failed"],
    ["gone", "refused"],
    ["busy", "busy"],
    ["ok", "sent"],
  ] as const)("%s is %s", async (mood, kind) => {
    robot.next = [mood];
    const sent = await send({ kind: "wecom", url: robot.url(), secret: null }, "x", { networks: ["127.0.0.0/8"], patience_ms: 200 });
    expect(sent.kind).toBe(kind);
  });
});

/** Who holds what at one target: to be picked from the district's people or typed, taken away, and taken back. */
import { useEffect, useRef, useState } from "react";
import { handbookWays } from "../../../server/contract/handbook.ts";
import type { HandbookPage, HandbookPost } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { saveHolders, type WantedHolder, type WantedPost } from "../../api/handbook.ts";
import { wordsOf } from "../../api/http.ts";
import type { Say } from "../../look/say.ts";
import { adding, takingBack, without } from "./holding.ts";
import { PersonPicker } from "./PersonPicker.tsx";

interface Done {
  readonly what: string;
  readonly back: WantedPost;
}

interface Props {
  readonly say: Say;
  readonly may: boolean;
  readonly page: HandbookPage;
  /** Another number each time something was written. */
  readonly round: number;
  written(): void;
}

interface Writing {
  readonly busy: boolean;
  readonly failure: Word | null;
  readonly done: readonly Done[];
  readonly told: string | null;
  write(post: HandbookPost, wanted: WantedPost, what: string): void;
  undo(): void;
}

/** Writes posts one after another; each can be taken back, the last first. */
function useWriting({ say, page, written }: Props): Writing {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Word | null>(null);
  const [done, setDone] = useState<readonly Done[]>([]);
  const [told, setTold] = useState<string | null>(null);
  async function send(wanted: WantedPost, then: (after: HandbookPost["holders"]) => void): Promise<void> {
    setBusy(true);
    try {
      const { rows } = await saveHolders([wanted]);
      setFailure(null);
      then(rows[0]?.holders ?? []);
    } catch (error) {
      setFailure(wordsOf(error));
    } finally {
      setBusy(false);
      written();
    }
  }
  return {
    ...{ busy, failure, done, told },
    write: (post, wanted, what) =>
      void send(wanted, (after) => {
        setDone((was) => [...was, { what, back: takingBack(page.key, post, after) }]);
        setTold(what);
      }),
    undo() {
      const last = done.at(-1);
      if (!last || busy) return;
      void send(last.back, () => {
        setDone((was) => was.slice(0, -1));
        setTold(say.t("handbook.undone", { what: last.what }));
      });
    },
  };
}

/** Ctrl+Z anywhere but in a field. */
function useUndoKey(undo: () => void): void {
  const latest = useRef(undo);
  latest.current = undo;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && /^(input|textarea|select)$/i.test(event.target.tagName);
      if (typing || event.shiftKey || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      latest.current();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}

function Holder({
  say,
  post,
  holder,
  may,
  busy,
  remove,
}: {
  say: Say;
  post: HandbookPost;
  holder: HandbookPost["holders"][number];
  may: boolean;
  busy: boolean;
  remove: (id: number) => void;
}) {
  const { id } = holder;
  return (
    <li className="hb-holder">
      <b>{holder.name}</b>
      <small>{[holder.phone, holder.unit, holder.note].filter(Boolean).join(" · ")}</small>
      {post.how !== "own" && (
        <small className="tag">{post.from ? say.t("handbook.fromZone", { name: post.from.name }) : say.of(handbookWays[post.how])}</small>
      )}
      {may && post.how === "own" && id !== null && (
        <button
          type="button"
          className="icon-button"
          disabled={busy}
          aria-label={say.t("handbook.takeAway", { name: holder.name })}
          onClick={() => remove(id)}
        >
          ×
        </button>
      )}
    </li>
  );
}

interface PostProps {
  readonly say: Say;
  readonly page: HandbookPage;
  readonly post: HandbookPost;
  readonly may: boolean;
  readonly writing: Writing;
}

function Post({ say, page, post, may, writing }: PostProps) {
  const [picking, setPicking] = useState(false);
  const role = say.of(post.name);
  const assign = (one: WantedHolder, name: string) => {
    setPicking(false);
    writing.write(post, adding(page.key, post, one), say.t("handbook.assigned", { target: page.name, role, name }));
  };
  const remove = (id: number) => {
    const name = post.holders.find((one) => one.id === id)?.name ?? "";
    writing.write(post, without(page.key, post, id), say.t("handbook.removed", { target: page.name, role, name }));
  };
  return (
    <section className="hb-post">
      <h3>
        {role}
        {post.how === "gap" && (
          <small className={post.needed ? "tag warn" : "tag"}>{post.needed ? say.of(handbookWays.gap) : say.t("handbook.notNeeded")}</small>
        )}
      </h3>
      <ul>
        {post.holders.map((holder) => (
          <Holder key={holder.id ?? holder.name} {...{ say, post, holder, may, remove }} busy={writing.busy} />
        ))}
      </ul>
      {may && !picking && (
        <button type="button" className="link" disabled={writing.busy} onClick={() => setPicking(true)}>
          {`+ ${say.t("handbook.assign", { role })}`}
        </button>
      )}
      {picking && <PersonPicker say={say} label={say.t("handbook.assign", { role })} pick={assign} leave={() => setPicking(false)} />}
    </section>
  );
}

export function PeoplePane(props: Props) {
  const { say, may, page } = props;
  const writing = useWriting(props);
  useUndoKey(writing.undo);
  return (
    <aside className="hb-people" aria-label={say.t("handbook.peopleHere")}>
      <header>
        <h2 className="clip">{page.name}</h2>
        {may && (
          <button
            type="button"
            className="button"
            disabled={writing.busy || writing.done.length === 0}
            title="Ctrl+Z"
            onClick={writing.undo}
          >
            {say.t(writing.done.length ? "handbook.undo" : "handbook.undoNone")}
          </button>
        )}
      </header>
      {!may && <p className="hint">{`${say.t("handbook.readOnly")} · ${say.t("handbook.masked")}`}</p>}
      {writing.failure && (
        <p className="inline-failure" role="alert">
          {`${say.t("handbook.notSaved")}：${say.of(writing.failure)}`}
        </p>
      )}
      <p className="hb-told" role="status">
        {writing.told}
      </p>
      {page.posts.map((post) => (
        <Post key={post.role} {...{ say, page, post, may, writing }} />
      ))}
    </aside>
  );
}

/** Photos of before and after, as the desk shows them: with their covers. */
import { useState } from "react";
import type { BriefFacts } from "../../../server/contract/types.ts";
import { pictureAddress } from "../../api/photos.ts";

export function Pairs({ photos }: { photos: BriefFacts["photos"] }) {
  return (
    <div className="paper-pairs">
      {photos.map((pair, i) => (
        <figure key={pair.problem}>
          <div>
            <Shot id={pair.before} name={`整改前：${pair.text}`} word="整改前" />
            <Shot id={pair.after} name={`整改后：${pair.text}`} word="整改后" />
          </div>
          <figcaption>
            图{i + 1}　{pair.place}：{pair.text}（{pair.code}）
          </figcaption>
        </figure>
      ))}
    </div>
  );
}

function Shot({ id, name, word }: { id: number; name: string; word: string }) {
  const [failed, fail] = useState(false);
  return (
    <div className="paper-shot">
      {failed ? (
        <span className="paper-shot-gone">照片未取到</span>
      ) : (
        <img src={pictureAddress({ id, boxes: [] }, "picture")} alt={name} onError={() => fail(true)} />
      )}
      <small>{word}</small>
    </div>
  );
}

/** What stands where there are no rows: nothing yet, nothing at all, or a failure with its reason and a way on. */
interface Props {
  readonly kind: "loading" | "empty" | "failed";
  readonly title: string;
  readonly detail?: string | undefined;
  readonly act?: { readonly label: string; readonly run: () => void } | undefined;
}

export function Notice({ kind, title, detail, act }: Props) {
  return (
    <div className={`notice ${kind}`} role={kind === "failed" ? "alert" : "status"}>
      {kind === "loading" && <span className="spinner" aria-hidden="true" />}
      <strong>{title}</strong>
      {detail && <p>{detail}</p>}
      {act && (
        <button type="button" className="button" onClick={act.run}>
          {act.label}
        </button>
      )}
    </div>
  );
}

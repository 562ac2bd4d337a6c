/** Over the desk: what goes in and out as files. Each comes when it is opened. */
import { lazy, Suspense } from "react";
import { untilLoaded } from "../../api/chunk.ts";
import type { SheetName } from "../../state/app.ts";
import { useApp } from "../useApp.ts";

const TakeOut = lazy(() => untilLoaded(() => import("../takeOut/TakeOut.tsx")).then((file) => ({ default: file.TakeOut })));
const Bring = lazy(() => untilLoaded(() => import("../bring/BringSheet.tsx")).then((file) => ({ default: file.BringSheet })));
const Doctor = lazy(() => untilLoaded(() => import("../doctor/Doctor.tsx")).then((file) => ({ default: file.Doctor })));

export function FileSheet({ open }: { open: SheetName }) {
  const app = useApp();
  const close = () => app.store.set({ open: null, brought: null, position: "" });
  return (
    <Suspense fallback={null}>
      {open === "takeOut" && <TakeOut close={close} />}
      {open === "bring" && <Bring close={close} />}
      {open === "doctor" && <Doctor close={close} />}
    </Suspense>
  );
}

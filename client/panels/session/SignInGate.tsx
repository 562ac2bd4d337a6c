/** Stands before the page while nobody is signed in; what it shows comes when it is needed. */
import { lazy, Suspense } from "react";
import { untilLoaded } from "../../api/chunk.ts";
import type { AppState } from "../../state/app.ts";
import { usePart } from "../useApp.ts";

const SignIn = lazy(() => untilLoaded(() => import("./SignIn.tsx")).then((file) => ({ default: file.SignIn })));
const meOf = (state: AppState) => state.me;

/** Nothing while somebody is signed in. */
export function SignInGate() {
  const me = usePart(meOf);
  if (me?.kind !== "nobody") return null;
  return (
    <Suspense fallback={null}>
      <SignIn />
    </Suspense>
  );
}

/** The photos of a form, loaded when a form asks for them. */
import { lazy, Suspense } from "react";
import { untilLoaded } from "../../api/chunk.ts";
import type { PhotoFieldProps } from "./PhotoField.tsx";

const PhotoField = lazy(() => untilLoaded(() => import("./PhotoField.tsx")).then((file) => ({ default: file.PhotoField })));

export function PhotoPart(props: PhotoFieldProps) {
  return (
    <Suspense fallback={null}>
      <PhotoField {...props} />
    </Suspense>
  );
}

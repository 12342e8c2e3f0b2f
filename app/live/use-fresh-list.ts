/** Keeps a list current that has no channel: looks again when the page is looked at again. */
import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

const WHILE_WORKING_MS = 4_000;

/** @param isWorking while true it also looks every few seconds, as long as the page is seen */
export function useFreshList(isWorking: boolean): void {
  const { revalidate, state } = useRevalidator();
  const isIdle = state === "idle";
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible" && isIdle) revalidate();
    };
    const timer = isWorking ? setInterval(look, WHILE_WORKING_MS) : undefined;
    window.addEventListener("online", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [isWorking, isIdle, revalidate]);
}

/** The page's script nonce: set while the server renders, empty in the browser, which needs none. */
import { createContext } from "react";

export const NonceContext = createContext<string | undefined>(undefined);

// Drives one peer, named in the address, in a worker.

import { contract } from "./contract.js";
import { remote } from "./remote.js";

const engine = new URLSearchParams(location.search).get("engine");
window.__bench = contract(remote(`worker.js?engine=${engine}`));

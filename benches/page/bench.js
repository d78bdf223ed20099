// Offprint's side of the contract of the bench (benches/peers/README.md): the engine in a module worker, as in the app.

import { contract } from "../peers/page/contract.js";
import { remote } from "../peers/page/remote.js";

window.__bench = contract(remote("worker.js"));

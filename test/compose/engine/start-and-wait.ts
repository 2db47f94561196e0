// Started by a test, to be killed while its engine and a network of it are there. Argument: the engine's folder.
import { startEngine } from "./start-engine.ts";

const [folder = ""] = process.argv.slice(2);
const engine = await startEngine(folder);
await engine.run("docker", ["network", "create", "--driver", "bridge", "left-behind"]);
console.log("engine and network are there");

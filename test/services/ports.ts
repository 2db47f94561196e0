// Ports of this machine for tests.
export { listen, unusedPort } from "../../src/system/ports.ts";

// A server of our own for the conversations: on a free port, in a temporary folder, stopped when they end.
// Conversations call more often than clouds allow; the limits have tests of their own.
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { mkdtempSync, readFileSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join, resolve } = require("node:path");
const readline = require("node:readline");

const COMMAND = resolve(__dirname, "../../.venv/bin/tigertally");

async function served() {
  const folder = mkdtempSync(join(tmpdir(), "tigertally-node-"));
  const server = spawn(COMMAND, ["serve", "--port", "0", "--data", folder, "--rate-limits", "off"]);
  const [first] = await once(readline.createInterface(server.stdout), "line");
  return {
    url: first.slice(first.indexOf("http")),
    roots: JSON.parse(readFileSync(join(folder, "credentials.json"), "utf8")),
    async stop() {
      server.kill("SIGTERM");
      const [code] = await once(server, "exit");
      rmSync(folder, { recursive: true });
      return code;
    },
  };
}

module.exports = { served };

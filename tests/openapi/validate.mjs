// Reads one {"name", "document"} a line and prints the names of those that swagger-parser refuses.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "x.js"));
const SwaggerParser = require("@apidevtools/swagger-parser");
for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { name, document } = JSON.parse(line);
  try {
    // A sample may have a key "$ref", which is no reference to another file.
    await SwaggerParser.validate(document, { resolve: { external: false } });
  } catch (error) {
    console.log(JSON.stringify([name, error.message]));
  }
}

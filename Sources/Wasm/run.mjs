// Runs a live cell as a page does, at each of some positions.
//
//     node run.mjs PROGRAM.wasm FOLDER CELL POSITIONS.json
//
// FOLDER is that in which Data lies; CELL is the cell's index; a position lists the numbers of each parameter. Prints what each
// position gave, and which files were read.
import { readFileSync } from 'node:fs'
import './program.js'

const [path, folder, cell, positions] = process.argv.slice(2)
const contentOf = name => { try { return readFileSync(`${folder}/${name}`) } catch { return undefined } }
const program = new LiveProgram(await WebAssembly.compile(readFileSync(path)), contentOf)
const results = { positions: [] }
try {
  for (const parameters of JSON.parse(readFileSync(positions))) results.positions.push(await program.run(Number(cell), parameters))
} catch (error) {
  // Where the cells before have run to their end, it is none of their faults.
  if (program.left.has(Number(cell))) throw error
  results.stop = error.message
}
console.log(JSON.stringify({ ...results, files: [...program.files] }))

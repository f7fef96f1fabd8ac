// Runs a live cell's program as a page does: the cells before it once, and then the cell at each position, each time from
// the memory that they have left.
//
//     node run.mjs PROGRAM.wasm FOLDER POSITIONS.json
//
// FOLDER is that in which Data lies; a position lists the numbers of each parameter. Prints what each position gave.
import { readFileSync } from 'node:fs'

const [path, folder, positions] = process.argv.slice(2)
const program = await WebAssembly.compile(readFileSync(path))

// The program has ended with a sentence, as by `fatalError`.
class Stopped extends Error {}

function contentOf(name) {
  if (!name.startsWith('Data/') || name.split('/').includes('..')) return undefined
  try { return readFileSync(`${folder}/${name}`) } catch { return undefined }
}

// An instance of the program, and what it has printed and shown.
async function start(parameters) {
  const seen = { output: '', figures: [] }
  let memory
  const bytes = (start, count) => new Uint8Array(memory.buffer, start, count)
  const text = (start, count) => new TextDecoder().decode(bytes(start, count))
  const printed = []
  const page = {
    print: (start, count) => printed.push(bytes(start, count).slice()),
    show: (svg, svgCount, alternative, alternativeCount, shown, shownCount, data, dataCount) => seen.figures.push({
      svg: text(svg, svgCount), alternativeText: text(alternative, alternativeCount), text: text(shown, shownCount),
      ...(data ? { data: text(data, dataCount).split('\n').map(row => row.split('\t')) } : {}),
    }),
    fileSize: (start, count) => contentOf(text(start, count))?.length ?? -1,
    readFile: (start, count, target) => bytes(target).set(contentOf(text(start, count))),
    stop: (start, count) => { throw new Stopped(text(start, count)) },
    number: (parameter, index) => parameters[parameter]?.[index] ?? NaN,
  }
  // The C library asks for these; nothing that a lesson does comes to them.
  const wasi = { fd_close: () => 8, fd_seek: () => 8, fd_write: () => 8, proc_exit: () => { throw new Stopped('exit') } }
  const { exports } = await WebAssembly.instantiate(program, { page, wasi_snapshot_preview1: wasi })
  memory = exports.memory
  return {
    memory,
    // Calls the cells before, or the live cell; says what it did and why it stopped before its end.
    call(name) {
      const begin = performance.now()
      try { exports[name](0, 0) } catch (error) {
        seen.stop = error instanceof Stopped ? error.message : `the program stopped: ${error.message}`
      }
      seen.output = Buffer.concat(printed).toString()
      return { ...seen, seconds: (performance.now() - begin) / 1000 }
    },
  }
}

const first = await start([])
const before = first.call('__main_argc_argv')
const results = { before: { seconds: before.seconds, stop: before.stop }, positions: [] }
if (!before.stop) {
  const left = new Uint8Array(first.memory.buffer).slice()
  for (const parameters of JSON.parse(readFileSync(positions))) {
    const { memory, call } = await start(parameters)
    memory.grow((left.length - memory.buffer.byteLength) / 65536)
    new Uint8Array(memory.buffer).set(left)
    results.positions.push(call('lesson_live'))
  }
}
console.log(JSON.stringify(results))

// Stand-in for VS Code's native log writer: the same exports, appending to a file.
const { appendFile, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

class Logger {
  constructor(_type, _name, file) {
    this.file = file;
    this.queue = '';
    this.level = 2;
    this.pattern = '';
  }
  write(level, label, message) {
    if (level < this.level) return;
    const idle = this.queue === '';
    this.queue += this.pattern === '%v' ? `${message}\n` : `${new Date().toISOString()} [${label}] ${message}\n`;
    if (idle) setImmediate(() => this.flush());
  }
  trace(message) {
    this.write(0, 'trace', message);
  }
  debug(message) {
    this.write(1, 'debug', message);
  }
  info(message) {
    this.write(2, 'info', message);
  }
  warn(message) {
    this.write(3, 'warning', message);
  }
  error(message) {
    this.write(4, 'error', message);
  }
  critical(message) {
    this.write(5, 'critical', message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern(pattern) {
    this.pattern = pattern;
  }
  clearFormatters() {
    this.pattern = '%v';
  }
  flush() {
    const text = this.queue;
    this.queue = '';
    if (text) appendFile(this.file, text, () => {});
  }
  drop() {
    this.flush();
  }
}

async function create(type, name, file) {
  mkdirSync(dirname(file), { recursive: true });
  return new Logger(type, name, file);
}

// One assignment each: VS Code imports these as an ES module, and Node finds the names only when they are written so.
exports.version = 10000;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = (name, file) => create('rotating', name, file);
exports.createAsyncRotatingLogger = (name, file) => create('rotating_async', name, file);

/** Modules that come with Python, by its version. Taken from `sys.stdlib_module_names` of each, and its documents before 3.10. */

const always = `
abc antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 cProfile calendar cmath cmd code
codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg csv ctypes curses
dataclasses datetime dbm decimal difflib dis doctest email encodings ensurepip enum errno faulthandler fcntl filecmp
fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob grp gzip hashlib heapq hmac html
http idlelib imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox marshal
math mimetypes mmap modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path numbers opcode operator optparse os
pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile
pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select
selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 sre_compile sre_constants sre_parse ssl stat
statistics string stringprep struct subprocess symtable sys sysconfig syslog tabnanny tarfile tempfile termios textwrap
this threading time timeit tkinter token tokenize trace traceback tracemalloc tty turtle turtledemo types typing
unicodedata unittest urllib uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xml xmlrpc zipapp zipfile
zipimport zlib`;

/** The first minor version of Python 3 that has it; undefined: all. */
const added: Readonly<Record<string, number>> = {
  graphlib: 9,
  zoneinfo: 9,
  tomllib: 11,
  annotationlib: 14,
  compression: 14,
};

/** The last minor version of Python 3 that has it. */
const removed: ReadonlyMap<string, number> = new Map([
  ...last(8, "dummy_threading"),
  ...last(9, "formatter parser symbol"),
  ...last(10, "binhex"),
  ...last(11, "asynchat asyncore distutils imp smtpd"),
  ...last(
    12,
    `aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes sndhdr spwd sunau
    telnetlib uu xdrlib`,
  ),
]);

/** What Python 2 had, and what only code for it still imports, mostly under `try`. */
const python2 = new Set(
  words(`
  BaseHTTPServer CGIHTTPServer ConfigParser Cookie HTMLParser Queue ScrolledText SimpleHTTPServer SimpleXMLRPCServer
  SocketServer StringIO Tkinter Tkconstants UserDict UserList UserString __builtin__ anydbm cPickle cStringIO commands
  cookielib copy_reg dbhash dumbdbm dummy_thread exceptions gdbm htmlentitydefs httplib md5 mimetools new popen2 rfc822
  robotparser sets sha thread tkColorChooser tkFileDialog tkFont tkMessageBox tkSimpleDialog ttk urllib2 urlparse whichdb
  xmlrpclib`),
);

const everywhere = new Set(words(always));

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function last(minor: number, names: string): [string, number][] {
  return words(names).map((name) => [name, minor]);
}

/** Whether the top module `name` comes with Python 3.`minor`, 3.8 to 3.14. Without a version, whether any of them has it. */
export function isStandard(name: string, minor?: number): boolean {
  if (everywhere.has(name) || python2.has(name) || name === "__future__" || name === "__main__") return true;
  const first = added[name];
  const end = removed.get(name);
  if (minor === undefined) return first !== undefined || end !== undefined;
  return (first !== undefined && minor >= first) || (end !== undefined && minor <= end);
}

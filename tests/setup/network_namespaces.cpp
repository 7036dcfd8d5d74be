#include "tests/setup/network_namespaces.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QThread>

namespace lk::test {

namespace {

constexpr int kPatienceMs = 20'000;

const char* const kListen = R"(
import socket, sys
for family, host in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
    s = socket.socket(family)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6: s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    s.bind((host, int(sys.argv[1])))
    s.listen(64)
    globals()["s%d" % family] = s
print("ready", flush=True)
sys.stdin.read()
)";

// All at once: an attempt that is dropped takes its whole time.
const char* const kConnect = R"(
import errno, socket, sys
from concurrent.futures import ThreadPoolExecutor
def meet(host):
    try:
        socket.create_connection((host, int(sys.argv[1])), 1.5).close()
        return "open"
    except socket.timeout:
        return "dropped"
    except OSError as e:
        told = (errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EACCES)
        return "refused" if e.errno in told else str(e)
with ThreadPoolExecutor(8) as pool:
    for met in pool.map(meet, sys.argv[2:]): print(met)
)";

// Where servers' programs are, for users whose PATH leaves them out too.
QString programPath(const QString& name) {
  const QString found = QStandardPaths::findExecutable(name);
  if (!found.isEmpty()) return found;
  return QStandardPaths::findExecutable(
      name, {QStringLiteral("/usr/sbin"), QStringLiteral("/sbin"), QStringLiteral("/usr/local/sbin")});
}

// Its name only: as a path Qt makes it another one for each process.
QString networkOf(qint64 pid) {
  return QFileInfo(QStringLiteral("/proc/%1/ns/net").arg(pid)).symLinkTarget().section(QLatin1Char('/'), -1);
}

}  // namespace

NetworkNamespaces::NetworkNamespaces() : m_isRoot(::geteuid() == 0) {
  QStringList first{QStringLiteral("-n"), QStringLiteral("sleep"), QStringLiteral("900")};
  if (!m_isRoot) first = QStringList{QStringLiteral("-U"), QStringLiteral("-r")} + first;
  if (!hold(m_server, programPath(QStringLiteral("unshare")), first)) return;
  const QStringList second{QStringLiteral("-n"), QStringLiteral("sleep"), QStringLiteral("900")};
  if (m_isRoot) {
    if (!hold(m_device, programPath(QStringLiteral("unshare")), second)) return;
  } else {
    // Of the server's user namespace, so that a cable can be laid between the two.
    const QStringList user{QStringLiteral("-t"), QString::number(m_server.processId()), QStringLiteral("-U"),
                           QStringLiteral("--preserve-credentials"), QStringLiteral("unshare")};
    if (!hold(m_device, programPath(QStringLiteral("nsenter")), user + second)) return;
  }
  const QString device = QString::number(m_device.processId());
  QString script = QStringLiteral("set -e; PATH=$PATH:/usr/sbin:/sbin; ip link set lo up");
  for (const char* n : {"0", "1"}) {
    script += QStringLiteral("; ip link add lan%1 type veth peer name dev%1 netns ").arg(QLatin1StringView(n)) +
              device +
              QStringLiteral("; ip address add 10.7%1.0.1/24 dev lan%2; ip link set lan%2 up")
                  .arg(n[0] == '0' ? 7 : 8)
                  .arg(QLatin1StringView(n));
  }
  if (!sh(script + QStringLiteral("; ip -6 address add fd77::1/64 dev lan0 nodad"))) return;
  QStringList far = entering(m_device);
  far << QStringLiteral("sh") << QStringLiteral("-c")
      << QStringLiteral(
             "set -e; PATH=$PATH:/usr/sbin:/sbin; ip link set lo up; ip address add 10.77.0.2/24 dev dev0; "
             "ip link set dev0 up; ip address add 10.78.0.2/24 dev dev1; ip link set dev1 up; "
             "ip -6 address add fd77::2/64 dev dev0 nodad");
  QProcess process;
  process.start(programPath(QStringLiteral("nsenter")), far);
  if (!process.waitForFinished(kPatienceMs) || process.exitCode() != 0) {
    fail(QString::fromUtf8(process.readAllStandardError()));
  }
}

NetworkNamespaces::~NetworkNamespaces() {
  for (QProcess* process : {&m_listener, &m_device, &m_server}) {
    process->kill();
    process->waitForFinished(kPatienceMs);
  }
}

bool NetworkNamespaces::fail(const QString& what) {
  m_problem = what.isEmpty() ? QStringLiteral("a network namespace could not be made") : what;
  return false;
}

bool NetworkNamespaces::hold(QProcess& holder, const QString& program, const QStringList& arguments) {
  holder.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
  holder.start(program, arguments);
  if (!holder.waitForStarted(kPatienceMs)) return fail(QStringLiteral("%1 does not start").arg(program));
  const QString own = networkOf(::getpid());
  const QString server = &holder == &m_server ? own : networkOf(m_server.processId());
  for (int tries = 0; tries < 1000; ++tries) {
    const QString there = networkOf(holder.processId());
    if (!there.isEmpty() && there != own && there != server) return true;
    if (holder.waitForFinished(20)) break;
  }
  return fail(QString::fromUtf8(holder.readAllStandardError()));
}

QStringList NetworkNamespaces::entering(const QProcess& holder) const {
  QStringList arguments{QStringLiteral("-t"), QString::number(holder.processId()), QStringLiteral("-n")};
  if (!m_isRoot) arguments << QStringLiteral("-U") << QStringLiteral("--preserve-credentials");
  return arguments << QStringLiteral("--");
}

QStringList NetworkNamespaces::entry(const QProcess& holder) const {
  return QStringList{programPath(QStringLiteral("nsenter"))} + entering(holder);
}

int NetworkNamespaces::inServer(const QString& program, const QStringList& arguments, QByteArray& out,
                                QByteArray& err) const {
  QProcess process;
  process.start(programPath(QStringLiteral("nsenter")), entering(m_server) + QStringList{program} + arguments);
  if (!process.waitForFinished(kPatienceMs)) return -1;
  out = process.readAllStandardOutput();
  err = process.readAllStandardError();
  return process.exitCode();
}

bool NetworkNamespaces::sh(const QString& script) {
  QByteArray out;
  QByteArray err;
  const int code = inServer(QStringLiteral("sh"), {QStringLiteral("-c"), script}, out, err);
  return code == 0 || fail(script + QStringLiteral(": ") + QString::fromUtf8(err));
}

bool NetworkNamespaces::listen(std::uint16_t port) {
  m_listener.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
  m_listener.start(programPath(QStringLiteral("nsenter")),
                   entering(m_server) + QStringList{QStringLiteral("python3"), QStringLiteral("-c"),
                                                    QString::fromUtf8(kListen), QString::number(port)});
  if (m_listener.waitForReadyRead(kPatienceMs) && m_listener.readAllStandardOutput().startsWith("ready")) return true;
  return fail(QString::fromUtf8(m_listener.readAllStandardError()));
}

QStringList NetworkNamespaces::connect(const QStringList& hosts, std::uint16_t port) const {
  QProcess process;
  process.start(programPath(QStringLiteral("nsenter")),
                entering(m_device) +
                    QStringList{QStringLiteral("python3"), QStringLiteral("-c"), QString::fromUtf8(kConnect),
                                QString::number(port)} +
                    hosts);
  if (!process.waitForFinished(kPatienceMs)) return QStringList(hosts.size(), QStringLiteral("hangs"));
  const QStringList met = QString::fromUtf8(process.readAllStandardOutput()).trimmed().split(QLatin1Char('\n'));
  return met.size() == hosts.size() ? met : QStringList(hosts.size(), QStringLiteral("nothing said"));
}

Result<setup::Ran> NamespaceSystem::run(const setup::CommandLine& command, const setup::Patience& /*patience*/,
                                        std::string_view /*input*/) {
  const QString path = programPath(QString::fromStdString(command.program));
  if (path.isEmpty()) return Error{Error::Code::NotFound, "there is no program " + command.program};
  QStringList arguments;
  for (const std::string& argument : command.arguments) arguments << QString::fromStdString(argument);
  QByteArray out;
  QByteArray err;
  const int code = m_networks.inServer(path, arguments, out, err);
  if (code < 0) return Error{Error::Code::Timeout, command.program + " did not end"};
  return setup::Ran{code, out.toStdString(), err.toStdString()};
}

std::vector<std::string> NamespaceSystem::findProgram(std::string_view name) {
  const QString path = programPath(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
  return path.isEmpty() ? std::vector<std::string>() : std::vector<std::string>{path.toStdString()};
}

Result<std::string> NamespaceSystem::readFile(const std::string& path) {
  if (!path.starts_with("/proc/")) return Error{Error::Code::NotFound, "there is no file " + path};
  QByteArray out;
  QByteArray err;
  const int code = m_networks.inServer(QStringLiteral("cat"), {QString::fromStdString(path)}, out, err);
  if (code != 0) return Error{Error::Code::NotFound, err.toStdString()};
  return out.toStdString();
}

Result<void> NamespaceSystem::writeFile(const std::string& path, std::string_view /*content*/) {
  return Error{Error::Code::NotPermitted, path + " may not be written"};
}

Result<void> NamespaceSystem::removeFile(const std::string& path) {
  return Error{Error::Code::NotPermitted, path + " may not be removed"};
}

Result<std::vector<std::string>> NamespaceSystem::filesLike(const std::string& /*pattern*/) {
  return std::vector<std::string>();
}

Result<std::chrono::milliseconds> NamespaceSystem::ageOf(const std::string& path) {
  return Error{Error::Code::NotFound, "there is no " + path};
}

Result<std::uint64_t> NamespaceSystem::freeBytes(const std::string& path) {
  return Error{Error::Code::NotFound, "there is no " + path};
}

setup::Talk NamespaceSystem::talk(const Address& /*to*/, std::string_view /*say*/,
                                  const std::function<bool(std::string_view)>& /*enough*/,
                                  const setup::Patience& /*patience*/) {
  return {};
}

}  // namespace lk::test

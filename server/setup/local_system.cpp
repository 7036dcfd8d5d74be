#include "server/setup/local_system.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QNetworkInterface>
#include <QProcess>
#include <QSaveFile>
#include <QStorageInfo>
#include <QSysInfo>
#include <algorithm>
#include <filesystem>

#include "server/setup/file_rights.h"
#include "server/setup/process_group.h"
#include "server/setup/tcp_talk.h"

namespace lk::setup {

namespace {

constexpr qint64 kLargest = 8 << 20;  // of a file, and of what a program says
constexpr int kSliceMs = 20;          // between two looks at the patience
constexpr int kEndsWithinMs = 2'000;  // a process that was killed

QString qt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

// In its own form: bytes would be of the code page on Windows.
std::filesystem::path native(const QString& path) { return path.toStdU16String(); }

bool isWindows() { return QSysInfo::kernelType() == QStringLiteral("winnt"); }

// Where servers are, though a person's PATH seldom says so.
QStringList usualFolders() {
  if (isWindows()) {
    return {QStringLiteral("C:/nginx"), QStringLiteral("C:/Program Files/nginx"), QStringLiteral("C:/tools/nginx"),
            QStringLiteral("C:/Windows/System32"), QStringLiteral("C:/Windows/System32/WindowsPowerShell/v1.0")};
  }
  return {QStringLiteral("/usr/local/sbin"),
          QStringLiteral("/usr/local/bin"),
          QStringLiteral("/usr/sbin"),
          QStringLiteral("/usr/bin"),
          QStringLiteral("/sbin"),
          QStringLiteral("/bin"),
          QStringLiteral("/usr/local/nginx/sbin"),
          QStringLiteral("/usr/local/openresty/nginx/sbin"),
          QStringLiteral("/opt/nginx/sbin"),
          QStringLiteral("/snap/bin")};
}

// Why a path could not be used: the system's word on whether it is there and whether it may be.
Error fileError(const std::string& path, const std::string& undone, const QString& detail) {
  std::error_code error;
  const auto status = std::filesystem::status(native(qt(path)), error);
  if (error == std::errc::permission_denied) {
    return {Error::Code::NotPermitted, path + undone + ": permission denied"};
  }
  if (!std::filesystem::exists(status)) return {Error::Code::NotFound, "there is no " + path};
  if (!QFileInfo(qt(path)).isReadable()) return {Error::Code::NotPermitted, path + undone + ": permission denied"};
  return {Error::Code::Io, path + undone + ": " + detail.toStdString()};
}

Error writeError(const std::string& path, const std::string& undone, const QString& detail) {
  const QFileInfo file(qt(path));
  const QFileInfo folder(file.absolutePath());
  const bool denied = folder.isDir() && (!folder.isWritable() || (file.exists() && !file.isWritable()));
  return {denied ? Error::Code::NotPermitted : Error::Code::Io, path + undone + ": " + detail.toStdString()};
}

// One run of a program, looked after until it ends or is ended.
class Running {
 public:
  Running(const CommandLine& command, const std::string& program, const Patience& patience)
      : m_command(command), m_program(program), m_patience(patience) {}

  Result<Ran> run(std::string_view input) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    m_process.setProcessEnvironment(environment);
    startInOwnGroup(m_process);
    QStringList arguments;
    for (const std::string& argument : m_command.arguments) arguments.push_back(qt(argument));
    m_process.start(qt(m_program), arguments);
    if (!m_process.waitForStarted()) return notStarted();
    m_process.write(input.data(), static_cast<qint64>(input.size()));
    m_process.closeWriteChannel();
    while (m_process.state() != QProcess::NotRunning) {
      if (m_patience.over())
        return end(Error::Code::Timeout, m_patience.cancelled() ? " was cancelled" : " took too long");
      m_process.waitForFinished(kSliceMs);
      collect();
      if (m_said > kLargest) return end(Error::Code::Limit, " said more than 8 MiB");
    }
    collect();
    if (m_said > kLargest) return Error{Error::Code::Limit, m_command.program + " said more than 8 MiB"};
    if (m_process.exitStatus() == QProcess::CrashExit) {
      return Error{Error::Code::Io, m_command.program + " crashed: " + m_ran.err};
    }
    m_ran.exitCode = m_process.exitCode();
    return std::move(m_ran);
  }

 private:
  void collect() {
    const QByteArray out = m_process.readAllStandardOutput();
    const QByteArray err = m_process.readAllStandardError();
    m_said += out.size() + err.size();
    m_ran.out += out.toStdString();
    m_ran.err += err.toStdString();
  }
  Error notStarted() const {
    const QFileInfo file(qt(m_program));
    if (!file.exists()) return {Error::Code::NotFound, "there is no program " + m_command.program};
    const std::string why = m_process.errorString().toStdString();
    return {file.isExecutable() ? Error::Code::Io : Error::Code::NotPermitted, m_command.program + ": " + why};
  }
  Error end(Error::Code code, const std::string& why) {
    endGroup(m_process);
    m_process.waitForFinished(kEndsWithinMs);
    return {code, m_command.program + why + ", and was ended"};
  }

  const CommandLine& m_command;
  const std::string& m_program;
  const Patience& m_patience;
  QProcess m_process;
  Ran m_ran;
  qint64 m_said = 0;
};

}  // namespace

System::Kind LocalSystem::kind() const { return isWindows() ? Kind::Windows : Kind::Linux; }

Result<Ran> LocalSystem::run(const CommandLine& command, const Patience& patience, std::string_view input) {
  if (patience.over()) return Error{Error::Code::Timeout, command.program + " was not waited for"};
  std::string program = command.program;
  if (program.find('/') == std::string::npos && program.find('\\') == std::string::npos) {
    const auto found = findProgram(program);
    if (found.empty()) return Error{Error::Code::NotFound, "there is no program " + program};
    program = found.front();
  }
  return Running(command, program, patience).run(input);
}

std::vector<std::string> LocalSystem::findProgram(std::string_view name) {
  QStringList folders = qEnvironmentVariable("PATH").split(QDir::listSeparator(), Qt::SkipEmptyParts);
  folders += usualFolders();
  QString file = qt(name);
  if (isWindows() && !file.contains(u'.')) file += QStringLiteral(".exe");
  std::vector<std::string> found;
  QStringList known;  // one program under two names of its folder is one
  for (const QString& folder : folders) {
    const QFileInfo candidate(QDir(folder).absoluteFilePath(file));
    if (!candidate.isFile() || !candidate.isExecutable() || known.contains(candidate.canonicalFilePath())) continue;
    known.push_back(candidate.canonicalFilePath());
    found.push_back(candidate.absoluteFilePath().toStdString());
  }
  return found;
}

Result<std::string> LocalSystem::readFile(const std::string& path) {
  const std::string undone = " cannot be read";
  QFile file(qt(path));
  // A pipe or a device would be waited for.
  if (QFileInfo::exists(qt(path)) && !QFileInfo(qt(path)).isFile()) {
    return Error{Error::Code::Io, path + undone + ": it is no file"};
  }
  if (!file.open(QIODevice::ReadOnly)) return fileError(path, undone, file.errorString());
  // Read to its end whatever its size: files of /proc have none.
  QByteArray whole;
  while (true) {
    const QByteArray part = file.read(64 << 10);
    if (part.isEmpty()) break;
    whole += part;
    if (whole.size() > kLargest) return Error{Error::Code::Limit, path + " is larger than 8 MiB"};
  }
  if (file.error() != QFileDevice::NoError) return fileError(path, undone, file.errorString());
  return whole.toStdString();
}

Result<void> LocalSystem::writeFile(const std::string& path, std::string_view content) {
  const std::string undone = " cannot be written";
  QSaveFile file(qt(path));
  if (!file.open(QIODevice::WriteOnly)) return writeError(path, undone, file.errorString());
  // It takes the place of the one that is there, and must not be another's then. Left like this, it changes nothing.
  if (const auto kept = copyRights(qt(path), file); !kept) {
    return Error{kept.error().code, path + undone + ": " + kept.error().text};
  }
  const auto size = static_cast<qint64>(content.size());
  if (file.write(content.data(), size) != size || !file.commit()) return writeError(path, undone, file.errorString());
  return {};
}

Result<void> LocalSystem::removeFile(const std::string& path) {
  QFile file(qt(path));
  if (!file.exists() || file.remove()) return {};
  return writeError(path, " cannot be removed", file.errorString());
}

Result<std::vector<std::string>> LocalSystem::filesLike(const std::string& pattern) {
  const QFileInfo wanted(qt(pattern));
  const QString folder = wanted.path();
  std::error_code error;
  const auto status = std::filesystem::status(native(folder), error);
  if (error == std::errc::permission_denied || (std::filesystem::exists(status) && !QFileInfo(folder).isReadable())) {
    return Error{Error::Code::NotPermitted, folder.toStdString() + " cannot be read: permission denied"};
  }
  if (!std::filesystem::is_directory(status)) {
    return Error{Error::Code::NotFound, "there is no folder " + folder.toStdString()};
  }
  QDir::Filters filters = QDir::Files;
  if (!isWindows()) filters |= QDir::CaseSensitive;
  if (wanted.fileName().startsWith(u'.')) filters |= QDir::Hidden;
  const QDir files(folder);
  std::vector<std::string> found;
  for (const QString& name : files.entryList({wanted.fileName()}, filters, QDir::Unsorted)) {
    found.push_back(files.filePath(name).toStdString());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string LocalSystem::realPath(const std::string& path) {
  return QFileInfo(qt(path)).canonicalFilePath().toStdString();
}

Result<std::chrono::milliseconds> LocalSystem::ageOf(const std::string& path) {
  const QDateTime changed = QFileInfo(qt(path)).lastModified();
  if (!changed.isValid()) return Error{Error::Code::NotFound, "there is no " + path};
  return std::chrono::milliseconds(changed.msecsTo(QDateTime::currentDateTimeUtc()));
}

Result<std::uint64_t> LocalSystem::freeBytes(const std::string& path) {
  QFileInfo place(qt(path));
  while (!place.exists()) {
    const QString above = QFileInfo(place.absolutePath()).absoluteFilePath();
    if (above == place.absoluteFilePath()) return Error{Error::Code::NotFound, "there is no place for " + path};
    place.setFile(above);
  }
  const QStorageInfo storage(place.absoluteFilePath());
  if (!storage.isValid() || storage.bytesAvailable() < 0) {
    return Error{Error::Code::Io, "the system does not say how much space is left for " + path};
  }
  return static_cast<std::uint64_t>(storage.bytesAvailable());
}

Talk LocalSystem::talk(const Address& to, std::string_view say, const std::function<bool(std::string_view)>& enough,
                       const Patience& patience) {
  return tcpTalk(to, say, enough, {}, patience);
}

Talk LocalSystem::talkAndLeave(const Address& to, std::string_view say,
                               const std::function<bool(std::string_view)>& enough, std::string_view lastWord,
                               const Patience& patience) {
  return tcpTalk(to, say, enough, lastWord, patience);
}

std::vector<std::string> LocalSystem::ownAddresses() {
  std::vector<std::string> own;
  for (const QNetworkInterface& interface : QNetworkInterface::allInterfaces()) {
    const auto flags = interface.flags();
    if (!flags.testFlag(QNetworkInterface::IsUp) || flags.testFlag(QNetworkInterface::IsLoopBack)) continue;
    for (const QNetworkAddressEntry& entry : interface.addressEntries()) {
      const QHostAddress address = entry.ip();
      if (address.isLoopback() || address.isLinkLocal()) continue;
      own.push_back(address.toString().toStdString());
    }
  }
  // IPv4 first: what devices mostly use.
  std::stable_partition(own.begin(), own.end(),
                        [](const std::string& text) { return text.find(':') == std::string::npos; });
  return own;
}

}  // namespace lk::setup

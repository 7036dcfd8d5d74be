#include "app/service_plan.h"

#include <QCryptographicHash>
#include <QDir>
#include <QtEndian>

#include "app/startup.h"
#include "app/windows_arguments.h"

namespace lk::app {

namespace {

QString s(const char* text) { return QString::fromUtf8(text); }

// With Windows' slashes wherever the plan is made.
QString native(QString path) { return path.replace(QLatin1Char('/'), QLatin1Char('\\')); }

bool liesIn(const QString& path, const QString& folder) {
  return !folder.isEmpty() && native(path).startsWith(native(folder) + QLatin1Char('\\'), Qt::CaseInsensitive);
}

// The options that a start takes, as they were written.
QStringList startOptions(const CommandLine& line) {
  QStringList words;
  for (auto option = line.options.cbegin(); option != line.options.cend(); ++option) {
    if (option.key() == QLatin1StringView("json") || option.key() == QLatin1StringView("data-folder")) continue;
    for (const QString& value : option.value()) words += {s("--") + option.key(), value};
  }
  return words;
}

}  // namespace

Result<ServicePlan> planService(const CommandLine& line, const ServiceSurroundings& around) {
  CommandLine start = line;
  ServicePlan plan;
  plan.ownFolder = !line.has(s("data-folder"));
  if (plan.ownFolder) start.options[s("data-folder")] = {around.programData + QLatin1Char('/') + s(kServiceName)};
  const auto startup = Startup::read(start);
  if (!startup) return startup.error();
  if (startup->settings().listen.empty()) {
    return Error{Error::Code::Settings, "node.listen is empty, and a service needs a listener; set --listen ADDR:PORT"};
  }
  plan.dataFolder = native(startup->dataFolder());
  plan.message = native(around.program);
  plan.commandLine = windowsCommandLine(
      plan.message, QStringList{s("service"), s("run"), s("--data-folder"), plan.dataFolder} + startOptions(line));
  if (liesIn(around.program, around.userFolder)) {
    plan.notes += s("the program is in %1, which a service's account may not read; if the service does not start, move "
                    "the program to a folder such as C:\\Program Files\\Linekeeper, and install the service from there")
                      .arg(native(around.userFolder));
  }
  return plan;
}

QString serviceAccount() { return s("NT SERVICE\\") + s(kServiceName); }

// SHA-1 of the name in capitals, as UTF-16 with low bytes first, in five numbers.
QString serviceSid(const QString& serviceName) {
  QByteArray text;
  for (const QChar c : serviceName.toUpper()) {
    text += static_cast<char>(c.unicode() & 0xFF);
    text += static_cast<char>(c.unicode() >> 8);
  }
  const QByteArray hash = QCryptographicHash::hash(text, QCryptographicHash::Sha1);
  QString sid = s("S-1-5-80");
  for (qsizetype i = 0; i < 5; ++i) {
    sid += QLatin1Char('-') + QString::number(qFromLittleEndian<quint32>(hash.constData() + 4 * i));
  }
  return sid;
}

// Owned by the administrators; nothing is inherited from above; the service may change what is in it, not its rights.
QString serviceFolderRights(const QString& serviceName) {
  return s("O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;%1)").arg(serviceSid(serviceName));
}

}  // namespace lk::app

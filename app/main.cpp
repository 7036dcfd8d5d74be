#include <QCoreApplication>

#include "app/command_line.h"
#include "app/desktop.h"
#include "app/headless.h"
#include "app/output.h"
#include "app/startup.h"
#include "app/verb.h"

namespace {

using namespace lk;
using namespace lk::app;

QStringList argumentsOf(int argc, char** argv) {
  QStringList arguments;
  for (int i = 1; i < argc; ++i) arguments.push_back(QString::fromLocal8Bit(argv[i]));
  return arguments;
}

int checkConfig(const Result<Startup>& startup) {
  Output output(false);
  if (!startup) return output.fail(startup.error());
  output.line(QStringLiteral("settings are good: node %1, %2")
                  .arg(QString::fromStdString(startup->settings().nodeId), startup->configPath()));
  return kDone;
}

}  // namespace

int main(int argc, char** argv) {
  QCoreApplication::setApplicationName(QStringLiteral("linekeeper"));
  QCoreApplication::setApplicationVersion(QStringLiteral(LINEKEEPER_VERSION));
  const QStringList arguments = argumentsOf(argc, argv);
  const auto line = parseCommandLine(arguments);
  if (!line) return Output(arguments.contains(QStringLiteral("--json"))).fail(line.error());
  if (line->has(QStringLiteral("help"))) {
    Output(false).line(helpText(line->verb));
    return kDone;
  }
  if (line->has(QStringLiteral("version"))) {
    Output(false).line(QStringLiteral("linekeeper ") + QCoreApplication::applicationVersion());
    return kDone;
  }
  if (!line->verb.isEmpty()) {
    const QCoreApplication application(argc, argv);
    return runVerb(*line);
  }
  const auto startup = Startup::read(*line);
  if (line->has(QStringLiteral("check-config"))) return checkConfig(startup);
  if (!line->has(QStringLiteral("headless"))) return runDesktop(argc, argv, startup);
  if (!startup) return Output(false).fail(startup.error());
  const QCoreApplication application(argc, argv);
  return runHeadless(*startup);
}

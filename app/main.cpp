#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/console_attach.h"
#include "app/desktop.h"
#include "app/headless.h"
#include "app/headless_run.h"
#include "app/output.h"
#include "app/portable.h"
#include "app/qt_switches.h"
#include "app/startup.h"
#include "app/verb.h"

namespace {

using namespace lk;
using namespace lk::app;

int checkConfig(const Result<Startup>& startup, bool headless) {
  Output output(false);
  if (!startup) return output.fail(startup.error());
  if (const auto good = checkHeadless(startup->settings()); headless && !good) return output.fail(good.error());
  const QString file = QDir::toNativeSeparators(startup->configPath());
  output.line(QStringLiteral("settings are good: node %1, %2")
                  .arg(QString::fromStdString(startup->settings().nodeId),
                       QFileInfo::exists(startup->configPath()) ? file : QStringLiteral("with no file ") + file));
  return kDone;
}

// With what stands beside the program. Wants a QCoreApplication.
CommandLine inItsPlace(const CommandLine& line) {
  return withPortableFolder(line, QCoreApplication::applicationDirPath());
}

}  // namespace

int main(int argc, char** argv) {
  setQtSwitches();
  Terminal terminal;
  QCoreApplication::setApplicationName(QStringLiteral("linekeeper"));
  QCoreApplication::setApplicationVersion(QStringLiteral(LINEKEEPER_VERSION));
  const auto arguments = programArguments(argc, argv);
  if (!arguments) return Output(false).fail(arguments.error());
  const auto line = parseCommandLine(*arguments);
  if (!line) return Output(arguments->contains(QStringLiteral("--json"))).fail(line.error());
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
    return runVerb(inItsPlace(*line));
  }
  const bool onlyCheck = line->has(QStringLiteral("check-config"));
  if (!onlyCheck && !line->has(QStringLiteral("headless"))) return runDesktop(argc, argv, *line, terminal);
  // GLib's event loop makes a system call of each message posted to a thread, Qt's own one of all in a turn.
  if (!qEnvironmentVariableIsSet("QT_NO_GLIB")) qputenv("QT_NO_GLIB", "1");
  const QCoreApplication application(argc, argv);
  const auto startup = Startup::read(inItsPlace(*line));
  if (onlyCheck) return checkConfig(startup, line->has(QStringLiteral("headless")));
  if (!startup) return Output(false).fail(startup.error());
  return runHeadless(*startup);
}

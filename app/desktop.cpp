#include "app/desktop.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QMessageBox>
#include <QTimer>

#include "app/console.h"
#include "app/display.h"
#include "app/exit_signals.h"
#include "app/output.h"
#include "app/portable.h"
#include "app/secrets.h"
#include "app/single_instance.h"
#include "app/title_bar.h"
#include "server/node/node_directory.h"
#include "ui/language.h"
#include "ui/server_words.h"

namespace lk::app {

namespace {

using namespace std::chrono_literals;

QString tr(const char* text) { return QCoreApplication::translate("lk::app", text); }

int showStartError(const Error& error) {
  Output(false).note(QStringLiteral("linekeeper: ") + QString::fromStdString(error.text));
  QMessageBox::critical(nullptr, tr("Linekeeper can't start"), QString::fromStdString(error.text));
  return kWrongUsage;
}

// Another settings file or other flags make another console; the same ones would only be told that the node runs.
QString profileOf(const CommandLine& line, const QString& configPath) {
  QString profile = QFileInfo(configPath).absoluteFilePath();
  for (auto option = line.options.cbegin(); option != line.options.cend(); ++option) {
    if (option.key() == QLatin1StringView("config")) continue;
    profile += QLatin1Char('\n') + option.key() + QLatin1Char('=') + option.value().join(QLatin1Char('\t'));
  }
  return profile;
}

// What became of a settings file that was broken, for a banner; empty: it was good.
QString rescueText(const Startup& startup) {
  if (!startup.rescue()) return {};
  const SettingsRescue& rescue = *startup.rescue();
  const QString file = QDir::toNativeSeparators(startup.configPath());
  const QString kept = QDir::toNativeSeparators(rescue.keptAs);
  const QString why = ui::words::settingsProblems(QString::fromStdString(rescue.why));
  return rescue.fromBackup
             ? tr("The settings file %1 can't be read, and is kept as %2. The settings that were saved before it are "
                  "in force. What is wrong with it: %3")
                   .arg(file, kept, why)
             : tr("The settings file %1 can't be read, and is kept as %2. The defaults are in force, as there is no "
                  "good backup. What is wrong with it: %3")
                   .arg(file, kept, why);
}

// The devices are sent away in order, but nobody waits for that longer than a moment: those that are left go with the
// program, and no other node takes them for connected.
void leave(NodeHost* host) {
  if (host == nullptr) return QCoreApplication::exit(kDone);
  QObject::connect(host, &NodeHost::drained, qApp, [] { QCoreApplication::exit(kDone); });
  constexpr auto kMoment = 5s;
  QTimer::singleShot(kMoment, host, [host] { host->leave(); });
  QTimer::singleShot(kMoment + NodeHost::kLeavesWithin, qApp, [] { QCoreApplication::exit(kDone); });
  host->drain();
}

}  // namespace

int runDesktop(int& argc, char** argv, const CommandLine& asWritten, Terminal& terminal) {
  if (!hasDisplay()) {
    return Output(false).fail(
        {Error::Code::Usage,
         "there is no display to show the console on; start with --headless to run the node alone"});
  }
  ExitSignals::blockInAllThreads();
  ExitSignals::outliveReaders();
  const auto application = makeApplication(argc, argv);
  QApplication::setQuitOnLastWindowClosed(false);
  const TitleBars titleBars(systemTitleBarPaint());
  QApplication::setApplicationDisplayName(QStringLiteral("Linekeeper"));

  const CommandLine line = withPortableFolder(asWritten, QCoreApplication::applicationDirPath());
  ExitSignals exitSignals;
  // A question that nobody answers must not keep the program from being ended.
  const auto closesQuestions =
      QObject::connect(&exitSignals, &ExitSignals::endRequested, qApp, [] { QApplication::closeAllWindows(); });
  const auto startup = Startup::readAnyway(line);
  ui::Language language;
  language.choose(startup ? QString::fromStdString(startup->settings().language) : QStringLiteral("system"));
  if (!startup) return showStartError(startup.error());
  SingleInstance instance(node::NodeDirectory::defaultPath(), profileOf(line, startup->configPath()));
  if (instance.claim() == SingleInstance::Outcome::Raised) {
    Output(false).note(tr("Linekeeper runs already with these settings; its window is shown."));
    return kDone;
  }
  const SystemClock clock;
  auto backend = makeConsoleBackend(startup->nodeSettings(), clock);
  if (!backend) return kWrongUsage;
  const auto secrets = systemSecrets();
  ui::SystemTray tray;
  Console console(*startup, std::move(*backend), clock, language, *secrets, &tray);
  if (startup->demoDevices() > 0) {
    const auto started = console.startDemo(startup->demoDevices());
    if (!started && console.host() != nullptr) return showStartError(started.error());
    if (!started) Output(false).note(QStringLiteral("linekeeper: ") + QString::fromStdString(started.error().text));
  }
  QObject::disconnect(closesQuestions);
  QObject::connect(&instance, &SingleInstance::shown, &console, &Console::show);
  bool leaving = false;
  const auto leaveOnce = [&] {
    if (std::exchange(leaving, true)) return QCoreApplication::exit(kDone);
    console.hide();
    leave(console.host());
  };
  QObject::connect(&console, &Console::quitAccepted, qApp, leaveOnce);
  QObject::connect(&exitSignals, &ExitSignals::endRequested, qApp, leaveOnce);
  const QString notice = rescueText(*startup);
  if (!notice.isEmpty()) Output(false).note(QStringLiteral("linekeeper: ") + notice);
  console.open(notice);
  if (console.host() != nullptr) Output(false).line(console.host()->readyLine());
  terminal.letGo();
  return QApplication::exec();
}

}  // namespace lk::app

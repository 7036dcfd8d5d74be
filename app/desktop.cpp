#include "app/desktop.h"

#include <QApplication>
#include <QFileInfo>
#include <QMessageBox>
#include <QTimer>

#include "app/console_backend.h"
#include "app/demo_switch.h"
#include "app/display.h"
#include "app/exit_signals.h"
#include "app/output.h"
#include "app/settings_keeper.h"
#include "ui/language.h"
#include "ui/main_window.h"

namespace lk::app {

namespace {

using namespace std::chrono_literals;

QString tr(const char* text) { return QCoreApplication::translate("lk::app", text); }

int showStartError(const Error& error) {
  Output(false).note(QStringLiteral("linekeeper: ") + QString::fromStdString(error.text));
  QMessageBox::critical(nullptr, tr("Linekeeper can't start"), QString::fromStdString(error.text));
  return kWrongUsage;
}

// The devices are sent away in order, but nobody waits for that longer than a moment.
void leave(const ConsoleBackend& backend) {
  if (!backend.host) return QCoreApplication::exit(kDone);
  QObject::connect(backend.host.get(), &NodeHost::drained, qApp, [] { QCoreApplication::exit(kDone); });
  QTimer::singleShot(5s, qApp, [] { QCoreApplication::exit(kDone); });
  backend.host->drain();
}

}  // namespace

int runDesktop(int& argc, char** argv, const Result<Startup>& startup) {
  if (!hasDisplay()) {
    return Output(false).fail(
        {Error::Code::Usage,
         "there is no display to show the console on; start with --headless to run the node alone"});
  }
  ExitSignals::blockInAllThreads();
  QApplication application(argc, argv);
  QApplication::setQuitOnLastWindowClosed(false);
  QApplication::setApplicationDisplayName(QStringLiteral("Linekeeper"));

  ui::Language language;
  language.choose(startup ? QString::fromStdString(startup->settings().language) : QStringLiteral("system"));
  ExitSignals exitSignals;
  // A question that nobody answers must not keep the program from being ended.
  const auto closesQuestions =
      QObject::connect(&exitSignals, &ExitSignals::endRequested, qApp, [] { QApplication::closeAllWindows(); });
  if (!startup) return showStartError(startup.error());
  const SystemClock clock;
  const auto backend = makeConsoleBackend(startup->settings(), clock);
  if (!backend) return kWrongUsage;
  std::unique_ptr<DemoSwitch> demo;
  if (backend->host) demo = std::make_unique<DemoSwitch>(*backend->host);
  SettingsKeeper settings(*startup, backend->host.get());
  if (!demo && startup->demoDevices() > 0) {
    Output(false).note(QStringLiteral(
        "linekeeper: no demo devices, as they need a node of this program's own; set --listen ADDR:PORT"));
  }
  if (demo && startup->demoDevices() > 0) {
    if (const auto started = demo->start(startup->demoDevices()); !started) return showStartError(started.error());
  }

  ui::ConsoleParts parts;
  parts.control = backend->control();
  parts.demo = demo.get();
  parts.wholeCluster = backend->wholeCluster;
  parts.settings = &settings;
  parts.stateFile = QFileInfo(startup->configPath()).absolutePath() + QStringLiteral("/console-state.ini");
  parts.language = &language;
  QObject::disconnect(closesQuestions);
  ui::MainWindow window(parts);
  bool leaving = false;
  const auto leaveOnce = [&] {
    if (std::exchange(leaving, true)) return QCoreApplication::exit(kDone);
    window.hide();
    leave(*backend);
  };
  QObject::connect(&window, &ui::MainWindow::quitAccepted, qApp, leaveOnce);
  QObject::connect(&exitSignals, &ExitSignals::endRequested, qApp, leaveOnce);
  window.show();
  return QApplication::exec();
}

}  // namespace lk::app

#include "app/desktop.h"

#include <QApplication>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

#include "app/demo_switch.h"
#include "app/display.h"
#include "app/exit_signals.h"
#include "app/node_host.h"
#include "app/output.h"
#include "app/settings_keeper.h"
#include "server/base/address.h"
#include "server/node/local_node_control.h"
#include "server/node/node_directory.h"
#include "ui/main_window.h"

namespace lk::app {

namespace {

using namespace std::chrono_literals;

QString tr(const char* text) { return QCoreApplication::translate("lk::app::Desktop", text); }

// What a console works with: a node of its own, or a link to one that runs already.
struct Backend {
  std::unique_ptr<NodeHost> host;
  std::unique_ptr<node::LocalNodeControl> link;

  [[nodiscard]] node::NodeControl* control() const { return host ? host->control() : link.get(); }
};

enum class Choice { Quit, OtherPort, Attach };

// A start that failed: the sentence, and the ways on that make sense.
Choice ask(const Error& error, bool canAttach, bool canChangePort) {
  Output(false).note(QStringLiteral("linekeeper: ") + QString::fromStdString(error.text));
  QMessageBox box(QMessageBox::Critical, tr("Linekeeper can't start its node"), QString::fromStdString(error.text));
  QPushButton* attach = canAttach ? box.addButton(tr("Attach to the running node"), QMessageBox::AcceptRole) : nullptr;
  QPushButton* other = canChangePort ? box.addButton(tr("Use any free port"), QMessageBox::AcceptRole) : nullptr;
  box.addButton(tr("Quit"), QMessageBox::RejectRole);
  box.exec();
  if (attach != nullptr && box.clickedButton() == attach) return Choice::Attach;
  if (other != nullptr && box.clickedButton() == other) return Choice::OtherPort;
  return Choice::Quit;
}

Result<Backend> attach(const QString& nodeId) {
  const node::NodeDirectory directory(node::NodeDirectory::defaultPath());
  const auto entry = directory.find(nodeId);
  if (!entry) return entry.error();
  Backend backend;
  backend.link = std::make_unique<node::LocalNodeControl>(entry->socketName);
  backend.link->open();
  return backend;
}

// Starts the node, or asks what to do instead. Nothing: the user gave up.
std::optional<Backend> makeBackend(Settings settings, const Clock& clock) {
  for (;;) {
    const QString id = QString::fromStdString(settings.nodeId);
    Result<Backend> backend = Backend{};
    if (settings.listen.empty()) {
      backend = attach({});
    } else if (auto host = NodeHost::start(settings, clock)) {
      backend->host = std::move(*host);
    } else {
      backend = host.error();
    }
    if (backend) return std::move(*backend);

    const node::NodeDirectory directory(node::NodeDirectory::defaultPath());
    const bool runs = directory.find(id).ok();
    const bool inUse = backend.error().code == Error::Code::InUse;
    switch (ask(backend.error(), runs, inUse && !runs)) {
      case Choice::Quit: return std::nullopt;
      case Choice::Attach: {
        auto attached = attach(id);
        if (attached) return std::move(*attached);
        break;
      }
      case Choice::OtherPort:
        for (std::string& address : settings.listen) {
          if (auto parsed = parseAddress(address)) address = Address{parsed->host, 0}.text();
        }
        break;
    }
  }
}

int showStartError(const Error& error) {
  Output(false).note(QStringLiteral("linekeeper: ") + QString::fromStdString(error.text));
  QMessageBox::critical(nullptr, tr("Linekeeper can't start"), QString::fromStdString(error.text));
  return kWrongUsage;
}

// The devices are sent away in order, but nobody waits for that longer than a moment.
void leave(const Backend& backend) {
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

  ExitSignals exitSignals;
  // A question that nobody answers must not keep the program from being ended.
  const auto closesQuestions =
      QObject::connect(&exitSignals, &ExitSignals::endRequested, qApp, [] { QApplication::closeAllWindows(); });
  if (!startup) return showStartError(startup.error());
  const SystemClock clock;
  const auto backend = makeBackend(startup->settings(), clock);
  if (!backend) return kWrongUsage;
  std::unique_ptr<DemoSwitch> demo;
  if (backend->host) demo = std::make_unique<DemoSwitch>(*backend->host);
  SettingsKeeper settings(*startup, backend->host.get());
  if (demo && startup->demoDevices() > 0) {
    if (const auto started = demo->start(startup->demoDevices()); !started) return showStartError(started.error());
  }

  ui::ConsoleParts parts;
  parts.control = backend->control();
  parts.demo = demo.get();
  parts.settings = &settings;
  parts.stateFile = QFileInfo(startup->configPath()).absolutePath() + QStringLiteral("/console-state.ini");
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

#include "app/console_backend.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

#include "app/cluster.h"
#include "app/output.h"
#include "server/base/address.h"
#include "server/node/local_node_control.h"
#include "server/node/node_directory.h"

namespace lk::app {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("lk::app", text); }

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

Result<ConsoleBackend> attach(const QString& nodeId) {
  const auto directory = node::NodeDirectory::ofThisMachine();
  const auto entry = directory.find(nodeId);
  if (!entry) return entry.error();
  ConsoleBackend backend;
  auto link = std::make_unique<node::LocalNodeControl>(entry->socketName);
  link->open();
  backend.link = std::move(link);
  return backend;
}

Result<ConsoleBackend> make(const Settings& settings, const Clock& clock) {
  const bool hasNode = !settings.listen.empty();
  if (!hasNode && settings.redisUrl.empty()) return attach({});
  ConsoleBackend backend;
  if (hasNode) {
    auto host = NodeHost::start(settings, clock);
    if (!host) return host.error();
    backend.host = std::move(*host);
  }
  if (settings.redisUrl.empty()) return backend;
  auto cluster = makeClusterControl(settings, "console", hasNode ? backend.host->control() : nullptr, clock);
  if (!cluster) return cluster.error();
  (*cluster)->openAnyway();
  backend.link = std::move(*cluster);
  backend.wholeCluster = true;
  return backend;
}

}  // namespace

std::optional<ConsoleBackend> makeConsoleBackend(Settings settings, const Clock& clock) {
  for (;;) {
    auto backend = make(settings, clock);
    if (backend) return std::move(*backend);

    const QString id = QString::fromStdString(settings.nodeId);
    const auto directory = node::NodeDirectory::ofThisMachine();
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

}  // namespace lk::app

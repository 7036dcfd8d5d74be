#include "app/console.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>

#include "app/cluster.h"
#include "server/node/local_node_control.h"
#include "server/node/node_directory.h"

namespace lk::app {

namespace {

using ui::Connection;

}  // namespace

Console::Console(const Startup& startup, ConsoleBackend backend, const Clock& clock, ui::Language& language,
                 ui::SecretStore& secrets, ui::Tray* tray)
    : m_configPath(startup.configPath()),
      m_clock(clock),
      m_language(language),
      m_secrets(secrets),
      m_tray(tray),
      m_started(std::move(backend)),
      m_demo(m_started.host ? std::make_unique<DemoSwitch>(*m_started.host) : nullptr),
      m_settings(startup, m_started.host.get()),
      m_connection(started()) {
  m_counting.setInterval(std::chrono::seconds(1));
  connect(&m_counting, &QTimer::timeout, this, &Console::countOwnDevices);
}

Console::~Console() = default;

QString Console::besideSettings(const char* name) const {
  return QFileInfo(m_configPath).absolutePath() + QLatin1Char('/') + QLatin1StringView(name);
}

// What the program was started with is named in the language of now.
Connection Console::current() const {
  Connection connection = m_connection;
  if (connection.kind == Connection::Kind::Started) connection.name = started().name;
  return connection;
}

Connection Console::started() const {
  Connection connection;
  connection.kind = Connection::Kind::Started;
  const QString cluster = QString::fromStdString(m_settings.current().redisUrl);
  if (m_started.host) {
    connection.node = m_started.host->node().info().id;
    connection.name = m_started.wholeCluster ? tr("This program's node %1, and its cluster").arg(connection.node)
                                             : tr("This program's node %1").arg(connection.node);
  } else {
    connection.name = m_started.wholeCluster ? tr("The cluster of %1").arg(cluster) : tr("The node that ran already");
  }
  return connection;
}

QStringList Console::localNodes() const {
  QStringList ids;
  const QString own = m_started.host ? m_started.host->node().info().id : QString();
  const QList<node::NodeEntry> nodes = node::NodeDirectory::ofThisMachine().running();
  for (const node::NodeEntry& entry : nodes) {
    if (entry.id != own) ids.push_back(entry.id);
  }
  return ids;
}

void Console::open(const QString& notice) {
  ui::ConsoleParts parts;
  parts.control = isElsewhere() ? m_other.control() : m_started.control();
  parts.demo = isElsewhere() ? nullptr : m_demo.get();
  parts.wholeCluster = isElsewhere() ? m_other.wholeCluster : m_started.wholeCluster;
  parts.settings = m_otherSettings ? static_cast<ui::SettingsStore*>(m_otherSettings.get()) : &m_settings;
  parts.stateFile = besideSettings("console-state.ini");
  parts.notice = notice;
  parts.connector = this;
  parts.secrets = &m_secrets;
  parts.connectionsFile = besideSettings("connections.ini");
  parts.tray = m_tray;
  parts.language = &m_language;
  parts.readOnly = m_connection.readOnly;
  if (isElsewhere() && m_started.host) parts.ownDevices = [this] { return m_ownDevices; };
  m_window = std::make_unique<ui::MainWindow>(parts);
  connect(m_window.get(), &ui::MainWindow::quitAccepted, this, &Console::quitAccepted);
  m_window->show();
}

void Console::show() {
  if (m_window) m_window->bringToFront();
}

void Console::hide() {
  if (m_window) m_window->hide();
}

Result<void> Console::startDemo(int devices) {
  if (m_demo) return m_demo->start(devices);
  return Error{Error::Code::Usage,
               "no demo devices, as they need a node of this program's own; set --listen ADDR:PORT"};
}

Result<void> Console::attach(const Connection& connection, const QString& password) {
  ConsoleBackend next;
  if (connection.kind == Connection::Kind::Local) {
    const auto entry = node::NodeDirectory::ofThisMachine().find(connection.node);
    if (!entry) return entry.error();
    auto link = std::make_unique<node::LocalNodeControl>(entry->socketName);
    link->open();
    next.link = std::move(link);
  } else if (connection.kind == Connection::Kind::Redis) {
    auto cluster = makeClusterControl(settingsOf(connection, m_settings.current()), "console", nullptr, m_clock,
                                      password.toStdString());
    if (!cluster) return cluster.error();
    (*cluster)->openAnyway();
    next.link = std::move(*cluster);
    next.wholeCluster = true;
  }
  m_next = std::move(next);
  m_nextConnection = connection;
  QMetaObject::invokeMethod(this, &Console::switchOver, Qt::QueuedConnection);
  return {};
}

// With the link that there is: its password may have been typed, and is nowhere now.
Result<void> Console::setReadOnly(bool readOnly) {
  m_nextConnection = m_connection;
  m_nextConnection.readOnly = readOnly;
  QMetaObject::invokeMethod(this, &Console::switchOver, Qt::QueuedConnection);
  return {};
}

void Console::switchOver() {
  m_window.reset();
  m_connection = m_nextConnection;
  if (m_next) {
    m_otherSettings.reset();
    m_other = std::move(*m_next);
    m_next.reset();
    if (m_connection.kind == Connection::Kind::Redis) {
      m_otherSettings = std::make_unique<AttachedSettings>(m_settings, m_connection);
    }
  }
  if (isElsewhere() && m_started.host) {
    countOwnDevices();
    m_counting.start();
  } else {
    m_counting.stop();
  }
  open({});
}

// For whoever closes the window: its own node's devices are lost then, whatever it shows.
void Console::countOwnDevices() {
  node::SnapshotRequest request;
  request.sessions = request.events = request.commands = false;
  m_started.host->control()->fetch(request, this, [this](const Result<node::Snapshot>& snapshot) {
    if (!snapshot) return;
    const int sessions = static_cast<int>(snapshot->figures.sessions);
    m_ownDevices = std::max(0, sessions - (m_demo ? m_demo->devices() : 0));
  });
}

}  // namespace lk::app

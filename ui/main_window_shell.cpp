#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <functional>

#include "ui/attention.h"
#include "ui/connection_list.h"
#include "ui/connections_dialog.h"
#include "ui/console_page.h"
#include "ui/main_window.h"
#include "ui/parts.h"
#include "ui/read_only_guard.h"
#include "ui/shortcuts_dialog.h"

// Of the window what stands around its pages: where it is attached to, how things are found, how it closes and calls.
namespace lk::ui {

namespace {

constexpr std::chrono::seconds kRememberAfter{1};

}  // namespace

void MainWindow::restoreState() {
  m_remember.setSingleShot(true);
  m_remember.setInterval(kRememberAfter);
  connect(&m_remember, &QTimer::timeout, this, &MainWindow::rememberState);
  connect(m_stack, &QStackedWidget::currentChanged, &m_remember, qOverload<>(&QTimer::start));
  showPage(Overview);
  if (!m_context->state) return;
  restoreGeometry(m_context->state->value(QStringLiteral("window/geometry")).toByteArray());
  const QString page = m_context->state->value(QStringLiteral("window/page")).toString();
  const QList<QAction*> pages = m_actions.pages->actions();
  for (const QAction* action : pages) {
    if (action->objectName() == page) showPage(static_cast<Page>(action->data().toInt()));
  }
}

// Now and then, too: a program that is killed has not forgotten more than the last seconds.
void MainWindow::rememberState() {
  if (!m_context->state) return;
  m_context->state->setValue(QStringLiteral("window/geometry"), saveGeometry());
  m_context->state->setValue(QStringLiteral("window/page"),
                             m_actions.pages->actions().at(m_stack->currentIndex())->objectName());
  // Off for want of a tray is not what the user chose.
  if (!m_actions.toTray->isEnabled()) return;
  m_context->state->setValue(QStringLiteral("window/tray"), m_actions.toTray->isChecked());
  m_context->state->setValue(QStringLiteral("window/notify"), m_actions.notify->isChecked());
}

void MainWindow::makeConnections() {
  const ConsoleParts& parts = m_context->parts;
  m_connections = std::make_unique<ConnectionList>(parts.connectionsFile);
  m_attention = new Attention(this);
  connect(m_attention, &Attention::needed, this, &MainWindow::notifyPerson);
  m_actions.connections->setEnabled(parts.connector != nullptr);
  m_actions.readOnly->setEnabled(parts.connector != nullptr);
  m_actions.readOnly->setChecked(parts.readOnly);
  m_connectionLabel->setText(parts.readOnly ? tr("read-only") : QString());
  m_connectionLabel->setVisible(parts.readOnly);
  nameWindow();
  if (parts.readOnly) new ReadOnlyGuard(*this);
}

void MainWindow::nameWindow() {
  const ConsoleParts& parts = m_context->parts;
  const QString name = parts.connector != nullptr ? parts.connector->current().name : QString();
  if (!name.isEmpty()) setWindowTitle(parts.readOnly ? tr("%1 (read-only)").arg(name) : name);
}

void MainWindow::makeTray() {
  Tray* tray = m_context->parts.tray;
  const bool canKeep = tray != nullptr && tray->available();
  const QSettings* state = m_context->state.get();
  const auto wanted = [&](const char* key, bool otherwise) {
    return state != nullptr ? state->value(QLatin1StringView(key), otherwise).toBool() : otherwise;
  };
  m_actions.toTray->setChecked(canKeep && wanted("window/tray", false));
  m_actions.notify->setChecked(wanted("window/notify", true));
  for (QAction* action : {m_actions.toTray, m_actions.notify}) {
    action->setEnabled(canKeep);
    if (!canKeep) {
      const QString tip = action->property(parts::kTip).toString();
      parts::describe(action, tr("This desktop has no tray. %1").arg(tip), action->shortcut());
    }
    connect(action, &QAction::triggered, this, &MainWindow::rememberState);
  }
  if (tray == nullptr) return;
  tray->keep(m_actions.toTray->isChecked());
  connect(m_actions.toTray, &QAction::toggled, tray, &Tray::keep);
  connect(tray, &Tray::windowWanted, this, &MainWindow::bringToFront);
  connect(tray, &Tray::quitWanted, this, &MainWindow::quit);
}

// A banner is enough for whoever looks at the window.
void MainWindow::notifyPerson(const QString& title, const QString& text) {
  if (isActiveWindow() || !m_actions.notify->isChecked()) return;
  QApplication::alert(this);
  if (Tray* tray = m_context->parts.tray; tray != nullptr) tray->tell(title, text);
}

void MainWindow::bringToFront() {
  setWindowState(windowState() & ~Qt::WindowMinimized);
  show();
  raise();
  activateWindow();
}

QList<CommandPalette::Entry> MainWindow::menuEntries() const {
  QList<CommandPalette::Entry> entries;
  const std::function<void(const QMenu&)> walk = [&](const QMenu& menu) {
    const QString place = parts::withoutMnemonic(menu.title());
    const QList<QAction*> actions = menu.actions();
    for (QAction* action : actions) {
      if (action->menu() != nullptr) {
        walk(*action->menu());
      } else if (!action->isSeparator()) {
        entries.push_back({place, action});
      }
    }
  };
  const QList<QAction*> bar = menuBar()->actions();
  for (const QAction* action : bar) {
    if (action->menu() != nullptr) walk(*action->menu());
  }
  return entries;
}

void MainWindow::openPalette() {
  auto* palette = new CommandPalette(
      menuEntries(), [this](const QString& text, int atMost) { return m_context->devices.idsLike(text, atMost); },
      this);
  palette->setAttribute(Qt::WA_DeleteOnClose);
  connect(palette, &CommandPalette::deviceChosen, this, &MainWindow::showDevice);
  connect(palette, &CommandPalette::commandChosen, this, [this](const QString& device) { prepareFor({device}); });
  connect(palette, &CommandPalette::diagnosisChosen, this, &MainWindow::diagnose);
  palette->open();
}

void MainWindow::openShortcuts() {
  auto* dialog = new ShortcutsDialog(menuEntries(), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void MainWindow::openConnections() {
  const ConsoleParts& parts = m_context->parts;
  if (parts.connector == nullptr) return;
  auto* dialog = new ConnectionsDialog(*m_connections, *parts.connector, parts.secrets, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void MainWindow::switchReadOnly(bool readOnly) {
  m_actions.readOnly->setChecked(!readOnly);  // until the window that is so takes over
  Connector* connector = m_context->parts.connector;
  if (connector == nullptr) return;
  if (const auto switched = connector->setReadOnly(readOnly); !switched) {
    complain(QString::fromStdString(switched.error().text));
  }
}

// Demo devices are the program's own. A node of another program goes on without this console.
int MainWindow::devicesToLose() const {
  if (m_context->parts.ownDevices) return m_context->parts.ownDevices();
  const DemoFleet* demo = m_context->parts.demo;
  if (demo == nullptr) return 0;
  int real = 0;
  const QString own = m_context->parts.control->info().id;
  const SessionStore& store = m_context->devices.store();
  const std::string prefix = demo->prefix().toStdString();
  store.forEach([&](const PackedSession& row) {
    const bool isOther = m_context->parts.wholeCluster && store.rows().words().at(row.node) != own;
    const bool isDemo = demo->devices() > 0 && row.device.starts_with(prefix);
    if (!isOther && !isDemo) ++real;
  });
  return real;
}

void MainWindow::quit() {
  m_wantsToQuit = true;
  close();
  m_wantsToQuit = false;
}

// The first time only, as closing a window is known to end a program.
void MainWindow::tellThatItGoesOn() {
  QSettings* state = m_context->state.get();
  const QString key = QStringLiteral("window/tray-explained");
  if (state != nullptr && state->value(key).toBool()) return hide();
  if (state != nullptr) state->setValue(key, true);
  auto* box = new QMessageBox(QMessageBox::Information, tr("Linekeeper goes on"),
                              tr("The window closes, and Linekeeper goes on in the tray."), QMessageBox::Ok, this);
  box->setInformativeText(
      tr("Devices stay connected. To end the program choose Quit, in the tray or in the "
         "Linekeeper menu, where closing to the tray can be switched off, too."));
  box->setAttribute(Qt::WA_DeleteOnClose);
  connect(box, &QDialog::finished, this, &QWidget::hide);
  box->open();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (m_actions.toTray->isChecked() && !m_wantsToQuit && !m_isQuitting) {
    event->ignore();
    return tellThatItGoesOn();
  }
  const int devices = m_isQuitting ? 0 : devicesToLose();
  const QStringList cutOff = m_isQuitting ? QStringList() : unfinished();
  if (devices == 0 && cutOff.isEmpty()) {
    event->accept();
    return acceptQuit();
  }
  event->ignore();
  askAndQuit(devices, cutOff);
}

QStringList MainWindow::unfinished() const {
  QStringList sentences;
  for (const Entry& entry : m_pages) {
    if (const QString sentence = entry.page->unfinished(); !sentence.isEmpty()) sentences.push_back(sentence);
  }
  return sentences;
}

void MainWindow::askAndQuit(int devices, const QStringList& unfinished) {
  bringToFront();
  QStringList more = unfinished;
  if (devices > 0) {
    more.push_back(
        tr("The node is in this program: the devices are told that it drains, and have to come back "
           "elsewhere or later."));
  }
  auto* box = new QMessageBox(
      QMessageBox::Question, tr("Quit Linekeeper"),
      devices > 0 ? tr("Quit with %n device(s) connected?", nullptr, devices) : tr("Quit before everything is done?"),
      QMessageBox::Cancel, this);
  box->setInformativeText(more.join(QLatin1Char('\n')));
  QPushButton* yes =
      box->addButton(devices > 0 ? tr("Disconnect %n device(s) and quit", nullptr, devices) : tr("Quit all the same"),
                     QMessageBox::AcceptRole);
  yes->setObjectName(QStringLiteral("quitButton"));
  if (devices > 0) parts::makeDangerous(yes);
  box->setDefaultButton(QMessageBox::Cancel);
  box->setAttribute(Qt::WA_DeleteOnClose);
  connect(yes, &QPushButton::clicked, this, [this] {
    m_isQuitting = true;
    hide();
    acceptQuit();
  });
  box->open();
}

void MainWindow::acceptQuit() { Q_EMIT quitAccepted(); }

bool MainWindow::event(QEvent* event) {
  const QEvent::Type type = event->type();
  if (type == QEvent::Resize || type == QEvent::Move || type == QEvent::WindowStateChange) m_remember.start();
  // The desktop has become light or dark.
  if (type == QEvent::ThemeChange && m_context->theme.chosen() == QLatin1StringView("system")) {
    m_context->theme.choose(m_context->theme.chosen());
  }
  return QMainWindow::event(event);
}

}  // namespace lk::ui

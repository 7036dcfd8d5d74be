#include "ui/main_window.h"

#include <QAction>
#include <QActionGroup>
#include <QCloseEvent>
#include <QCoreApplication>
#include <QMenuBar>
#include <QMessageBox>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/banner_bar.h"
#include "ui/commands_page.h"
#include "ui/devices_page.h"
#include "ui/events_page.h"
#include "ui/overview_page.h"
#include "ui/parts.h"
#include "ui/settings_dialog.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr int kSayForMs = 6'000;

}  // namespace

MainWindow::MainWindow(const ConsoleParts& parts, QWidget* parent)
    : QMainWindow(parent),
      m_context(std::make_unique<ConsoleContext>(parts)),
      m_pageActions(new QActionGroup(this)),
      m_themeActions(new QActionGroup(this)) {
  QCoreApplication::installTranslator(&m_english);
  setWindowTitle(tr("Linekeeper"));
  resize(1280, 800);
  m_context->theme.choose(QString::fromStdString(parts.settings->current().theme));
  // Before the pages': the models are fed before anybody looks at them.
  connect(&m_context->feed, &NodeFeed::snapshotArrived, this, &MainWindow::take);
  makeActions();
  makePages();
  makeMenus();
  makeStatusBar();
  connectParts();
  if (m_context->state) restoreGeometry(m_context->state->value(QStringLiteral("window/geometry")).toByteArray());
  refreshLook();
  showDemo();
  showLink();
  showPage(Overview);
}

MainWindow::~MainWindow() {
  if (m_context->state) m_context->state->setValue(QStringLiteral("window/geometry"), saveGeometry());
  // The pages look at the context until they are gone.
  delete takeCentralWidget();
}

QAction* MainWindow::makeAction(const QString& name, const QString& text, const QString& tip,
                                const QKeySequence& shortcut) {
  auto* action = new QAction(text, this);
  action->setObjectName(name);
  parts::describe(action, tip, shortcut);
  return action;
}

void MainWindow::makeActions() {
  makePageActions();
  makeThemeActions();
  m_demo = makeAction(QStringLiteral("demo"), tr("Run &demo devices"), tr("Start simulated devices on this node"),
                      QKeySequence(Qt::CTRL | Qt::Key_D));
  m_demo->setCheckable(true);
  m_demo->setEnabled(m_context->parts.demo != nullptr);
  connect(m_demo, &QAction::triggered, this, &MainWindow::toggleDemo);

  m_send = makeAction(QStringLiteral("newCommand"), tr("&New command"), tr("Open the command form"),
                      QKeySequence(Qt::CTRL | Qt::Key_N));
  m_send->setIconText(tr("Send a command"));
  connect(m_send, &QAction::triggered, this, [this] {
    const QStringList selected = m_devices->selectedDevices();
    const node::SessionRow* first = m_context->devices.at(0);
    showPage(Commands);
    m_commands->prepare(selected.isEmpty() && first != nullptr ? QStringList{first->device} : selected);
  });

  m_allEvents = makeAction(QStringLiteral("allEvents"), tr("All events"), tr("Open the events"));
  connect(m_allEvents, &QAction::triggered, this, [this] { showPage(Events); });

  m_refresh = makeAction(QStringLiteral("refresh"), tr("&Refresh"),
                         tr("Ask the node for everything anew, and sort again"), QKeySequence::Refresh);
  connect(m_refresh, &QAction::triggered, this, [this] {
    m_context->feed.refresh();
    m_context->devices.reorder();
  });
  m_filter =
      makeAction(QStringLiteral("filter"), tr("&Filter"), tr("Go to the filter of this page"), QKeySequence::Find);
  connect(m_filter, &QAction::triggered, this, &MainWindow::focusFilter);
  m_settings = makeAction(QStringLiteral("settings"), tr("&Settings…"), tr("Open the settings"),
                          QKeySequence(Qt::CTRL | Qt::Key_Comma));
  m_settings->setIconText(tr("Settings"));
  connect(m_settings, &QAction::triggered, this, &MainWindow::openSettings);
  m_quit = makeAction(QStringLiteral("quit"), tr("&Quit"), tr("Send the devices away and quit"), QKeySequence::Quit);
  connect(m_quit, &QAction::triggered, this, &QWidget::close);
  m_about = makeAction(QStringLiteral("about"), tr("&About Linekeeper"), tr("Version and licence"));
  connect(m_about, &QAction::triggered, this, &MainWindow::openAbout);
}

void MainWindow::makePageActions() {
  const std::array names = {tr("Overview"), tr("Devices"), tr("Commands"), tr("Events")};
  const std::array ids = {QStringLiteral("overview"), QStringLiteral("devices"), QStringLiteral("commands"),
                          QStringLiteral("events")};
  for (int page = 0; page < kPages; ++page) {
    const auto place = static_cast<std::size_t>(page);
    QAction* action = makeAction(ids[place], names[place], tr("Go to %1").arg(names[place]),
                                 QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + page)));
    action->setCheckable(true);
    action->setData(page);
    m_pageActions->addAction(action);
  }
  connect(m_pageActions, &QActionGroup::triggered, this,
          [this](QAction* action) { showPage(static_cast<Page>(action->data().toInt())); });
}

void MainWindow::makeThemeActions() {
  const std::array<std::pair<QString, QString>, 3> themes = {{{QStringLiteral("system"), tr("As the &system")},
                                                              {QStringLiteral("light"), tr("&Light")},
                                                              {QStringLiteral("dark"), tr("&Dark")}}};
  for (const auto& [name, text] : themes) {
    QAction* action = makeAction(QStringLiteral("theme-") + name, text, tr("Change the look of the window"));
    action->setCheckable(true);
    action->setData(name);
    m_themeActions->addAction(action);
  }
  connect(m_themeActions, &QActionGroup::triggered, this,
          [this](QAction* action) { chooseTheme(action->data().toString()); });
}

void MainWindow::makePages() {
  m_overview = new OverviewPage(*m_context, {m_demo, m_send, m_allEvents});
  m_devices = new DevicesPage(*m_context, m_demo);
  m_commands = new CommandsPage(*m_context);
  m_events = new EventsPage(*m_context);
  m_banners = new BannerBar(m_context->theme);
  m_stack = new QStackedWidget;
  for (QWidget* page : {static_cast<QWidget*>(m_overview), static_cast<QWidget*>(m_devices),
                        static_cast<QWidget*>(m_commands), static_cast<QWidget*>(m_events)}) {
    m_stack->addWidget(page);
  }
  auto* content = new QVBoxLayout;
  content->setContentsMargins(0, 0, 0, 0);
  content->setSpacing(0);
  content->addWidget(m_banners);
  content->addWidget(m_stack, 1);
  auto* center = new QWidget;
  auto* layout = new QHBoxLayout(center);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(makeRail());
  layout->addLayout(content, 1);
  setCentralWidget(center);
}

QWidget* MainWindow::makeRail() {
  auto* rail = new QFrame;
  rail->setProperty("role", QStringLiteral("rail"));
  rail->setFixedWidth(176);
  auto* layout = new QVBoxLayout(rail);
  layout->setContentsMargins(parts::kGap, 12, parts::kGap, parts::kGap);
  layout->setSpacing(4);
  auto* brand = new QHBoxLayout;
  brand->setContentsMargins(10, 4, 0, 12);
  brand->setSpacing(parts::kGap);
  m_logo = new QLabel;
  brand->addWidget(m_logo);
  brand->addWidget(parts::heading(tr("Linekeeper")), 1);
  layout->addLayout(brand);
  const auto add = [&](QAction* action) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setAccessibleName(action->iconText());
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setIconSize(QSize(20, 20));
    button->setFocusPolicy(Qt::TabFocus);
    layout->addWidget(button);
  };
  const QList<QAction*> pages = m_pageActions->actions();
  for (QAction* action : pages) add(action);
  layout->addStretch(1);
  add(m_settings);
  return rail;
}

void MainWindow::makeMenus() {
  menuBar()->setAccessibleName(tr("Menus"));
  QMenu* program = menuBar()->addMenu(tr("&Linekeeper"));
  program->addAction(m_settings);
  program->addSeparator();
  program->addAction(m_quit);
  QMenu* view = menuBar()->addMenu(tr("&View"));
  view->addActions(m_pageActions->actions());
  view->addSeparator();
  view->addActions({m_filter, m_refresh, m_allEvents});
  view->addSeparator();
  QMenu* theme = view->addMenu(tr("&Theme"));
  theme->addActions(m_themeActions->actions());
  menuBar()->addMenu(tr("&Devices"))->addActions(m_devices->actions());
  QMenu* commands = menuBar()->addMenu(tr("&Commands"));
  commands->addAction(m_send);
  commands->addActions(m_commands->actions());
  menuBar()->addMenu(tr("&Events"))->addActions(m_events->actions());
  menuBar()->addMenu(tr("De&mo"))->addAction(m_demo);
  menuBar()->addMenu(tr("&Help"))->addAction(m_about);
  const QList<QMenu*> menus = menuBar()->findChildren<QMenu*>();
  for (QMenu* menu : menus) menu->setToolTipsVisible(true);
}

void MainWindow::makeStatusBar() {
  statusBar()->setSizeGripEnabled(false);
  const auto add = [this](const QString& name) {
    QLabel* label = parts::value(name);
    statusBar()->addPermanentWidget(label);
    return label;
  };
  m_linkLabel = add(tr("Link to the node"));
  m_listenLabel = add(tr("Listens on"));
  m_busLabel = add(tr("Bus"));
  m_sessionsLabel = add(tr("Sessions"));
}

void MainWindow::connectParts() {
  connect(&m_context->feed, &NodeFeed::linkChanged, this, &MainWindow::showLink);
  connect(m_context->parts.control, &node::NodeControl::commandChanged, this,
          [this](const node::CommandUpdate& update) { m_context->commands.take({update}); });
  connect(m_context->parts.settings, &SettingsStore::changed, this, &MainWindow::applyTheme);
  connect(&m_context->theme, &Theme::changed, this, &MainWindow::refreshLook);
  if (m_context->parts.demo != nullptr) {
    connect(m_context->parts.demo, &DemoFleet::changed, this, &MainWindow::showDemo);
  }
  connect(m_devices, &DevicesPage::sendRequested, this, [this](const QStringList& devices) {
    showPage(Commands);
    m_commands->prepare(devices);
  });
  connect(m_overview, &OverviewPage::said, this, &MainWindow::say);
  connect(m_devices, &DevicesPage::said, this, &MainWindow::say);
  connect(m_devices, &DevicesPage::failed, this, &MainWindow::complain);
  connect(m_commands, &CommandsPage::said, this, &MainWindow::say);
  connect(m_commands, &CommandsPage::failed, this, &MainWindow::complain);
  connect(m_events, &EventsPage::said, this, &MainWindow::say);
}

void MainWindow::showPage(Page page) {
  m_stack->setCurrentIndex(page);
  m_pageActions->actions().at(page)->setChecked(true);
}

void MainWindow::take(const node::Snapshot& snapshot) {
  m_context->devices.take(snapshot);
  m_context->commands.take(snapshot.commands, snapshot.commandsDropped);
  m_context->events.take(snapshot.events, snapshot.eventsDropped);
  m_context->history.add(snapshot.figures);
  showBanners(snapshot.figures);
  const node::NodeInfo info = m_context->parts.control->info();
  m_listenLabel->setText(info.listen.isEmpty() ? tr("no listener") : info.listen.join(QStringLiteral(", ")));
  m_busLabel->setText(tr("bus: %1").arg(info.bus));
  m_sessionsLabel->setText(tr("sessions: %1").arg(words::count(snapshot.figures.sessions)));
}

void MainWindow::showLink() {
  using State = node::NodeControl::State;
  const State state = m_context->parts.control->state();
  const QString why = m_context->feed.linkProblem();
  if (state == State::Lost) m_context->commands.loseOwn(tr("the link to the node was lost"));
  const bool isDown = state != State::Connected || !why.isEmpty();
  QString text;
  if (isDown) text = state == State::Connecting ? tr("Connecting to the node.") : tr("The link to the node is lost.");
  if (isDown) text += QLatin1Char(' ') + tr("What you see is from before.");
  if (!why.isEmpty()) text += QLatin1Char(' ') + why;
  banner(QStringLiteral("link"), isDown, state == State::Lost, text);
  m_linkLabel->setText(isDown ? tr("not connected") : tr("node %1").arg(m_context->parts.control->info().id));
}

void MainWindow::banner(const QString& name, bool wanted, bool isProblem, const QString& text) {
  if (wanted) {
    m_banners->show(name, isProblem ? BannerBar::Severity::Problem : BannerBar::Severity::Warning, text);
  } else {
    m_banners->hide(name);
  }
}

void MainWindow::showBanners(const node::Figures& figures) {
  banner(QStringLiteral("accept"), figures.acceptPaused, true,
         tr("The node is out of file descriptors: it keeps its sessions and lets no new device in. Raise the limit of "
            "open files (ulimit -n), or lower node.max-sessions."));
  banner(QStringLiteral("bus"), !figures.busUp, true,
         tr("The bus is away: devices stay connected, and durable commands and reports wait until it is back."));
  banner(QStringLiteral("drain"), figures.draining, false,
         tr("The node is draining: %n connection(s) left.", nullptr, static_cast<int>(figures.drainLeft)));
}

void MainWindow::showDemo() {
  const int devices = m_context->parts.demo != nullptr ? m_context->parts.demo->devices() : 0;
  m_demo->setChecked(devices > 0);
  m_demo->setIconText(devices > 0 ? tr("Stop demo devices") : tr("Start demo devices"));
  refreshLook();
}

void MainWindow::toggleDemo() {
  DemoFleet* demo = m_context->parts.demo;
  if (demo == nullptr) return;
  if (demo->devices() > 0) {
    demo->stop();
    return say(tr("The demo devices have left"));
  }
  const auto started = demo->start(m_overview->demoDevices());
  if (!started) complain(tr("No demo devices: %1").arg(QString::fromStdString(started.error().text)));
  showDemo();
}

void MainWindow::applyTheme() {
  const QString wanted = QString::fromStdString(m_context->parts.settings->current().theme);
  if (wanted != m_context->theme.chosen()) m_context->theme.choose(wanted);
}

void MainWindow::chooseTheme(const QString& name) {
  m_context->theme.choose(name);
  Settings settings = m_context->parts.settings->current();
  settings.theme = name.toStdString();
  if (const auto saved = m_context->parts.settings->save(settings); !saved) {
    complain(tr("The theme is not remembered: %1").arg(QString::fromStdString(saved.error().text)));
  }
}

void MainWindow::refreshLook() {
  const Theme& theme = m_context->theme;
  const QList<QAction*> pages = m_pageActions->actions();
  for (QAction* action : pages) action->setIcon(theme.icon(action->objectName()));
  m_settings->setIcon(theme.icon(QStringLiteral("settings")));
  m_refresh->setIcon(theme.icon(QStringLiteral("refresh")));
  m_filter->setIcon(theme.icon(QStringLiteral("search")));
  m_quit->setIcon(theme.icon(QStringLiteral("quit")));
  m_about->setIcon(theme.icon(QStringLiteral("info")));
  m_send->setIcon(theme.icon(QStringLiteral("commands")));
  m_demo->setIcon(theme.icon(m_demo->isChecked() ? QStringLiteral("stop") : QStringLiteral("play")));
  const QIcon logo = theme.icon(QStringLiteral("linekeeper"), theme.colors().accent);
  m_logo->setPixmap(logo.pixmap(QSize(22, 22), devicePixelRatioF()));
  setWindowIcon(logo);
  const QList<QAction*> themes = m_themeActions->actions();
  for (QAction* action : themes) action->setChecked(action->data().toString() == theme.chosen());
  m_overview->refreshLook();
  m_devices->refreshLook();
  m_commands->refreshLook();
  m_events->refreshLook();
}

void MainWindow::focusFilter() {
  switch (m_stack->currentIndex()) {
    case Commands: return m_commands->focusFilter();
    case Events: return m_events->focusFilter();
    default: showPage(Devices); return m_devices->focusFilter();
  }
}

void MainWindow::openSettings() {
  auto* dialog = new SettingsDialog(*m_context->parts.settings, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &SettingsDialog::said, this, &MainWindow::say);
  dialog->open();
}

void MainWindow::openAbout() {
  auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Linekeeper"),
                              tr("Linekeeper %1").arg(QStringLiteral(LINEKEEPER_VERSION)), QMessageBox::Close, this);
  box->setInformativeText(tr("Keeps the lines to devices: live sessions, commands, and why one did not arrive.\n"
                             "Apache License 2.0. Built with Qt %1.")
                              .arg(QLatin1StringView(qVersion())));
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->open();
}

void MainWindow::say(const QString& text) { statusBar()->showMessage(text, kSayForMs); }

void MainWindow::complain(const QString& text) {
  m_banners->hide(QStringLiteral("notice"));
  m_banners->show(QStringLiteral("notice"), BannerBar::Severity::Problem, text, nullptr, true);
}

// Demo devices are the program's own. A node of another program goes on without this console.
int MainWindow::devicesToLose() const {
  const DemoFleet* demo = m_context->parts.demo;
  if (demo == nullptr) return 0;
  int real = 0;
  const QHash<QString, int>& devices = m_context->devices.store().byDevice();
  for (auto device = devices.keyBegin(); device != devices.keyEnd(); ++device) {
    if (demo->devices() == 0 || !device->startsWith(demo->prefix())) ++real;
  }
  return real;
}

void MainWindow::closeEvent(QCloseEvent* event) {
  const int devices = m_isQuitting ? 0 : devicesToLose();
  if (devices == 0) {
    event->accept();
    return acceptQuit();
  }
  event->ignore();
  auto* box = new QMessageBox(QMessageBox::Question, tr("Quit Linekeeper"),
                              tr("Quit with %n device(s) connected?", nullptr, devices), QMessageBox::Cancel, this);
  box->setInformativeText(
      tr("The node is in this program: the devices are told that it drains, and have to come back "
         "elsewhere or later."));
  QPushButton* yes = box->addButton(tr("Disconnect %n device(s) and quit", nullptr, devices), QMessageBox::AcceptRole);
  yes->setObjectName(QStringLiteral("quitButton"));
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
  // The desktop has become light or dark.
  if (event->type() == QEvent::ThemeChange && m_context->theme.chosen() == QLatin1StringView("system")) {
    m_context->theme.choose(m_context->theme.chosen());
  }
  return QMainWindow::event(event);
}

}  // namespace lk::ui

#include "ui/main_window.h"

#include <QCoreApplication>
#include <QLocale>
#include <QMenuBar>
#include <QMessageBox>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/attention.h"
#include "ui/banner_bar.h"
#include "ui/commands_page.h"
#include "ui/connection_list.h"
#include "ui/overview_page.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/server_words.h"
#include "ui/settings_dialog.h"
#include "ui/trouble_banners.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr int kSayForMs = 6'000;
constexpr QSize kFrameOfTheSystem{8, 40};  // pixels that a title bar and borders take of the screen, about

}  // namespace

MainWindow::MainWindow(const ConsoleParts& parts, QWidget* parent)
    : QMainWindow(parent), m_context(std::make_unique<ConsoleContext>(parts)), m_actions(*this) {
  setWindowTitle(tr("Linekeeper"));
  resize(QSize(1280, 800).boundedTo(screen()->availableSize() - kFrameOfTheSystem));
  m_context->theme.choose(QString::fromStdString(parts.settings->current().theme));
  // Before the pages': the models are fed before anybody looks at them.
  connect(&m_context->feed, &NodeFeed::snapshotArrived, this, &MainWindow::take);
  connectActions();
  makePages();
  arrange();
  makeMenus();
  makeStatusBar();
  connectParts();
  makeConnections();
  makeTray();
  refreshLook();
  showDemo();
  showLink();
  m_actions.checkLanguage(m_context->language->chosen());
  restoreState();
  QStringList notices{m_context->parts.notice, m_context->stateProblem};
  notices.removeAll({});
  if (!notices.isEmpty()) complain(notices.join(QLatin1Char('\n')));
}

MainWindow::~MainWindow() {
  rememberState();
  // The pages look at the context until they are gone.
  delete takeCentralWidget();
}

void MainWindow::connectActions() {
  m_actions.demo->setEnabled(m_context->parts.demo != nullptr);
  connect(m_actions.demo, &QAction::triggered, this, &MainWindow::toggleDemo);
  connect(m_actions.send, &QAction::triggered, this, &MainWindow::prepareCommand);
  connect(m_actions.allEvents, &QAction::triggered, this, [this] { showPage(Events); });
  connect(m_actions.allNodes, &QAction::triggered, this, [this] { showPage(Nodes); });
  connect(m_actions.openSetup, &QAction::triggered, this, [this] { showPage(Setup); });
  connect(m_actions.refresh, &QAction::triggered, this, [this] {
    m_context->feed.refresh();
    m_context->devices.reorder();
  });
  connect(m_actions.filter, &QAction::triggered, this, &MainWindow::focusFilter);
  connect(m_actions.settings, &QAction::triggered, this, [this] { openSettings(); });
  connect(m_actions.redisSettings, &QAction::triggered, this, [this] { openSettings("redis"); });
  connect(m_actions.palette, &QAction::triggered, this, &MainWindow::openPalette);
  connect(m_actions.shortcuts, &QAction::triggered, this, &MainWindow::openShortcuts);
  connect(m_actions.connections, &QAction::triggered, this, &MainWindow::openConnections);
  connect(m_actions.readOnly, &QAction::triggered, this, &MainWindow::switchReadOnly);
  connect(m_actions.quit, &QAction::triggered, this, &MainWindow::quit);
  connect(m_actions.about, &QAction::triggered, this, &MainWindow::openAbout);
  connect(m_actions.pages, &QActionGroup::triggered, this,
          [this](QAction* action) { showPage(static_cast<Page>(action->data().toInt())); });
  connect(m_actions.languages, &QActionGroup::triggered, this,
          [this](QAction* action) { chooseLanguage(action->data().toString()); });
  connect(m_actions.themes, &QActionGroup::triggered, this,
          [this](QAction* action) { chooseTheme(action->data().toString()); });
}

void MainWindow::arrange() {
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
    const auto name = [button, action] { button->setAccessibleName(action->iconText()); };
    name();
    connect(action, &QAction::changed, button, name);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setIconSize(QSize(20, 20));
    button->setFocusPolicy(Qt::TabFocus);
    layout->addWidget(button);
  };
  const QList<QAction*> pages = m_actions.pages->actions();
  for (QAction* action : pages) add(action);
  layout->addStretch(1);
  add(m_actions.settings);
  return rail;
}

void MainWindow::makeMenus() {
  menuBar()->setAccessibleName(tr("Menus"));
  QMenu* program = menuBar()->addMenu(tr("&Linekeeper"));
  program->addActions({m_actions.connections, m_actions.readOnly});
  program->addSeparator();
  program->addActions({m_actions.settings, m_actions.toTray, m_actions.notify});
  program->addSeparator();
  program->addAction(m_actions.quit);
  QMenu* view = menuBar()->addMenu(tr("&View"));
  view->addActions(m_actions.pages->actions());
  view->addSeparator();
  view->addActions({m_actions.palette, m_actions.filter, m_actions.refresh, m_actions.allEvents});
  view->addSeparator();
  view->addMenu(tr("&Theme"))->addActions(m_actions.themes->actions());
  view->addMenu(tr("&Language"))->addActions(m_actions.languages->actions());
  for (const Entry& entry : std::as_const(m_pages)) {
    const QList<QAction*> actions = entry.page->menuActions();
    if (actions.isEmpty()) continue;
    QMenu* menu = menuBar()->addMenu(entry.title);
    if (entry.page == m_commands) menu->addAction(m_actions.send);
    menu->addActions(actions);
  }
  menuBar()->addMenu(tr("De&mo"))->addAction(m_actions.demo);
  menuBar()->addMenu(tr("&Help"))->addActions({m_actions.shortcuts, m_actions.about});
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
  m_connectionLabel = add(tr("Whether anything can be changed"));
  m_linkLabel = add(tr("Link to the node"));
  m_listenLabel = add(tr("Listens on"));
  m_busLabel = add(tr("Bus"));
  m_sessionsLabel = add(tr("Sessions"));
}

void MainWindow::connectParts() {
  connect(&m_context->feed, &NodeFeed::linkChanged, this, &MainWindow::showLink);
  // Once, as the link goes: what is sent over a lost one is refused by its own answer.
  connect(m_context->parts.control, &node::NodeControl::stateChanged, this, [this](node::NodeControl::State state) {
    if (state == node::NodeControl::State::Lost) m_context->commands.loseOwn(tr("the link to the node was lost"));
  });
  connect(m_context->parts.control, &node::NodeControl::commandChanged, this,
          [this](const node::CommandUpdate& update) { m_context->commands.take({update}); });
  connect(m_context->parts.settings, &SettingsStore::changed, this, &MainWindow::applyTheme);
  connect(m_context->parts.settings, &SettingsStore::changed, this, &MainWindow::applyLanguage);
  connect(m_context->language, &Language::changed, this, &MainWindow::retranslateAll);
  connect(&m_context->theme, &Theme::changed, this, &MainWindow::refreshLook);
  if (m_context->parts.demo != nullptr) {
    connect(m_context->parts.demo, &DemoFleet::changed, this, &MainWindow::showDemo);
  }
}

void MainWindow::take(const node::Snapshot& snapshot) {
  m_context->devices.take(snapshot);
  m_context->commands.take(snapshot.commands, snapshot.commandsDropped);
  m_context->events.take(snapshot.events, snapshot.eventsDropped);
  m_context->nodes.take(snapshot);
  if (m_context->knowsNodes()) m_context->history.add(snapshot.figures);
  m_troubles->show(snapshot);
  m_attention->see(snapshot);
  showStatus(snapshot);
}

void MainWindow::showStatus(const node::Snapshot& snapshot) {
  const node::NodeInfo info = m_context->parts.control->info();
  if (!m_context->hasNode()) {
    const int all = m_context->nodes.rowCount();
    m_listenLabel->setText(all == 0 ? tr("nodes: none known")
                                    : tr("nodes: %1 of %2 answer").arg(m_context->nodes.up()).arg(all));
  } else {
    m_listenLabel->setText(info.listen.isEmpty() ? tr("no listener") : info.listen.join(QStringLiteral(", ")));
  }
  const QString bus = words::bus(info.bus);
  m_busLabel->setText(snapshot.figures.busUp ? tr("bus: %1").arg(bus) : tr("bus: %1, away").arg(bus));
  const bool isKnown = m_context->knowsNodes();
  const QString sessions = words::count(snapshot.figures.sessions);
  m_sessionsLabel->setText(!isKnown                    ? tr("sessions: %1").arg(QStringLiteral("–"))
                           : !m_context->knowsOthers() ? tr("sessions: %1 here, others not known").arg(sessions)
                                                       : tr("sessions: %1").arg(sessions));
}

void MainWindow::showLink() {
  using State = node::NodeControl::State;
  const State state = m_context->parts.control->state();
  const QString why = m_context->feed.linkProblem();
  const bool isDown = state != State::Connected || !why.isEmpty();
  if (isDown) {
    QString text = state == State::Connecting ? tr("Connecting to the node.") : tr("The link to the node is lost.");
    text = words::followed(text, tr("What you see is from before."));
    if (!why.isEmpty()) text = words::followed(text, words::serverSentence(why));
    const auto severity = state == State::Lost ? BannerBar::Severity::Problem : BannerBar::Severity::Warning;
    m_banners->show(QStringLiteral("link"), severity, text);
  } else {
    m_banners->hide(QStringLiteral("link"));
  }
  m_linkLabel->setText(isDown                 ? tr("not connected")
                       : m_context->hasNode() ? tr("node %1").arg(m_context->parts.control->info().id)
                                              : tr("the whole cluster"));
}

void MainWindow::showDemo() {
  const int devices = m_context->parts.demo != nullptr ? m_context->parts.demo->devices() : 0;
  m_actions.demo->setChecked(devices > 0);
  m_actions.demo->setIconText(devices > 0 ? tr("Stop demo devices") : tr("Start demo devices"));
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

void MainWindow::applyLanguage() {
  const QString wanted = QString::fromStdString(m_context->parts.settings->current().language);
  if (wanted != m_context->language->chosen()) m_context->language->choose(wanted);
}

void MainWindow::chooseLanguage(const QString& name) {
  m_context->language->choose(name);
  Settings settings = m_context->parts.settings->current();
  settings.language = name.toStdString();
  if (const auto saved = m_context->parts.settings->save(settings); !saved) {
    complain(tr("The language is not remembered: %1").arg(QString::fromStdString(saved.error().text)));
  }
}

void MainWindow::retranslateAll() {
  const SaidBefore& before = m_context->language->before();
  retranslate(*this, before);
  for (qsizetype place = 0; place < m_pages.size(); ++place) {
    m_pages[place].title = before.again(m_pages[place].title, {metaObject()->className()}, SaidBefore::Mnemonic::Kept);
    m_actions.namePage(static_cast<int>(place), m_pages[place].title);
    m_stack->widget(static_cast<int>(place))->setAccessibleName(parts::withoutMnemonic(m_pages[place].title));
  }
  setLocale(QLocale());
  m_actions.checkLanguage(m_context->language->chosen());
  nameWindow();
  showLink();
}

void MainWindow::refreshLook() {
  const Theme& theme = m_context->theme;
  m_actions.refreshIcons(theme);
  const QIcon logo = theme.icon(QStringLiteral("linekeeper"), theme.colors().accent);
  m_logo->setPixmap(logo.pixmap(QSize(22, 22), devicePixelRatioF()));
  setWindowIcon(theme.icon(QStringLiteral("application")));
  if (m_context->parts.tray != nullptr) m_context->parts.tray->setLook(windowIcon());
  for (const Entry& entry : std::as_const(m_pages)) entry.page->refreshLook();
}

void MainWindow::openSettings(std::string_view section) {
  auto* dialog = new SettingsDialog(*m_context->parts.settings, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  if (!section.empty()) dialog->showSection(section);
  connect(dialog, &SettingsDialog::said, this, &MainWindow::say);
  dialog->open();
}

void MainWindow::openAbout() {
  auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Linekeeper"),
                              tr("Linekeeper %1").arg(QStringLiteral(LINEKEEPER_VERSION)), QMessageBox::Close, this);
  box->setIconPixmap(windowIcon().pixmap(QSize(48, 48), devicePixelRatioF()));
  box->setInformativeText(tr("Keeps the lines to devices: live sessions, commands, and why one did not arrive.\n\n"
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

}  // namespace lk::ui

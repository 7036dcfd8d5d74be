#include <QStackedWidget>
#include <QStatusBar>
#include <QToolButton>
#include <algorithm>

#include "ui/attention.h"
#include "ui/banner_bar.h"
#include "ui/commands_page.h"
#include "ui/devices_page.h"
#include "ui/diagnose_page.h"
#include "ui/events_page.h"
#include "ui/low_area.h"
#include "ui/main_window.h"
#include "ui/nodes_page.h"
#include "ui/overview_page.h"
#include "ui/parts.h"
#include "ui/setup_page.h"
#include "ui/trouble_banners.h"
#include "ui/words.h"

// The window's pages, and the ways that lead from one to another.
namespace lk::ui {

void MainWindow::prepareCommand() {
  const QStringList selected = m_devices->selectedDevices();
  const auto first = m_context->devices.at(0);
  showPage(Commands);
  m_commands->prepare(selected.isEmpty() && first ? QStringList{first->device} : selected);
}

void MainWindow::makePages() {
  m_banners = new BannerBar(m_context->theme);
  m_troubles = std::make_unique<TroubleBanners>(
      *m_banners, TroubleBanners::Actions{m_actions.allNodes, m_actions.redisSettings, m_actions.openSetup},
      m_context->hasNode());
  connect(&m_context->nodes, &NodesModel::left, this, [this](const node::NodeRow& last) { m_troubles->seeGone(last); });
  m_stack = new QStackedWidget;
  m_overview = new OverviewPage(*m_context, {m_actions.demo, m_actions.send, m_actions.allEvents, m_actions.allNodes});
  m_devices = new DevicesPage(*m_context, m_actions.demo);
  m_commands = new CommandsPage(*m_context);
  auto* nodes = new NodesPage(*m_context, m_actions.redisSettings);
  addPage(Overview, QStringLiteral("overview"), tr("&Overview"), m_overview);
  addPage(Devices, QStringLiteral("devices"), tr("&Devices"), m_devices);
  addPage(Commands, QStringLiteral("commands"), tr("&Commands"), m_commands);
  addPage(Nodes, QStringLiteral("nodes"), tr("&Nodes"), nodes);
  auto* setup = new SetupPage(*m_context);
  addPage(Setup, QStringLiteral("setup"), tr("&Setup"), setup);
  auto* events = new EventsPage(*m_context);
  addPage(Events, QStringLiteral("events"), tr("&Events"), events);
  m_diagnose = new DiagnosePage(*m_context, m_actions.openSetup);
  addPage(Diagnose, QStringLiteral("diagnose"), tr("Dia&gnose"), m_diagnose);

  connect(m_devices, &DevicesPage::sendRequested, this, &MainWindow::prepareFor);
  connect(m_devices, &DevicesPage::diagnoseRequested, this, &MainWindow::diagnose);
  connect(m_overview, &OverviewPage::diagnoseRequested, this, &MainWindow::diagnose);
  connect(events, &EventsPage::diagnoseRequested, this, &MainWindow::diagnose);
  connect(events, &EventsPage::deviceRequested, this, [this](const QString& device) {
    m_devices->showFilter(QStringLiteral("id:") + device);
    showPage(Devices);
  });
  connect(m_commands, &CommandsPage::diagnoseRequested, this, &MainWindow::diagnose);
  connect(setup, &SetupPage::problemsFound, this, &MainWindow::showSetupProblems);
  connect(nodes, &NodesPage::devicesRequested, this, [this](const QString& node) {
    m_devices->showFilter(QStringLiteral("node:") + node);
    showPage(Devices);
  });
}

void MainWindow::addPage(Page place, const QString& name, const QString& title, ConsolePage* page) {
  Q_ASSERT(place == m_pages.size());
  Q_UNUSED(place)
  m_actions.addPage(name, title);
  m_stack->addWidget(new LowArea(page, parts::withoutMnemonic(title)));
  m_pages.push_back({page, title});
  connect(page, &ConsolePage::said, this, &MainWindow::say);
  connect(page, &ConsolePage::failed, this, &MainWindow::complain);
}

void MainWindow::showPage(Page page) {
  // What was said of another page does not stand on this one.
  if (m_stack->currentIndex() != page) statusBar()->clearMessage();
  m_stack->setCurrentIndex(page);
  // A banner's button to a page is of no use on that page.
  m_banners->hideButtonsOf(page == Nodes ? m_actions.allNodes : page == Setup ? m_actions.openSetup : nullptr);
  const QList<QAction*> pages = m_actions.pages->actions();
  pages.at(page)->setChecked(true);
  const QList<QToolButton*> buttons = findChildren<QToolButton*>();
  const auto own = std::ranges::find(buttons, pages.at(page), &QToolButton::defaultAction);
  // A window that opens gives the keys to its first button, which is another page's.
  if (focusWidget() == nullptr && own != buttons.end()) return (*own)->setFocus();
  // Another page's button with the keys would be marked beside this one's.
  const auto* marked = qobject_cast<QToolButton*>(focusWidget());
  if (marked == nullptr || marked->defaultAction() == pages.at(page) || !pages.contains(marked->defaultAction()))
    return;
  // There one types before anything else.
  if (page == Commands) return m_commands->prepare({});
  if (page == Diagnose) return void(m_diagnose->focusFilter());
  if (own != buttons.end()) (*own)->setFocus();
}

void MainWindow::diagnose(const QString& device) {
  showPage(Diagnose);
  m_diagnose->diagnose(device);
}

void MainWindow::prepareFor(const QStringList& devices) {
  showPage(Commands);
  m_commands->prepare(devices);
}

void MainWindow::showDevice(const QString& device) {
  m_devices->showFilter(QStringLiteral("id:") + device);
  showPage(Devices);
}

void MainWindow::showSetupProblems(int problems, const QString& first) {
  m_attention->seeChecks(problems, first);
  const QString name = QStringLiteral("setup");
  if (problems == 0) return m_banners->hide(name);
  m_banners->show(name, BannerBar::Severity::Problem,
                  words::followed(tr("The checks found %n problem(s).", nullptr, problems), first),
                  m_actions.openSetup);
}

void MainWindow::focusFilter() {
  if (m_pages.at(m_stack->currentIndex()).page->focusFilter()) return;
  showPage(Devices);
  m_devices->focusFilter();
}

}  // namespace lk::ui

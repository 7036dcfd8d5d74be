#include "ui/setup_page.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QSaveFile>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/check_row.h"
#include "ui/checks_panel.h"
#include "ui/file_places.h"
#include "ui/nginx_panel.h"
#include "ui/nginx_pick_panel.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/setup_words.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr int kChecks = 0;  // place of the tab

}  // namespace

SetupPage::SetupPage(ConsoleContext& context, QWidget* parent)
    : ConsolePage(parent),
      m_context(context),
      m_board(context),
      m_summary(parts::muted({})),
      m_tabs(new QTabWidget),
      m_checks(nullptr),
      m_nginx(new NginxPanel(context)),
      m_pick(nullptr) {
  makeActions();
  m_checks = new ChecksPanel(m_context, m_board, m_runAll);
  m_pick = new NginxPickPanel(m_context, m_nginx->actions().front());
  arrange();
  connect(m_checks, &ChecksPanel::said, this, &SetupPage::said);
  connect(m_checks, &ChecksPanel::areaChanged, this, &SetupPage::showState);
  connect(m_nginx, &NginxPanel::said, this, &SetupPage::said);
  connect(m_nginx, &NginxPanel::failed, this, &SetupPage::failed);
  connect(m_nginx, &NginxPanel::looked, m_pick, &NginxPickPanel::show);
  connect(&m_board, &CheckBoard::changed, this, &SetupPage::showState);
  connect(&m_board, &CheckBoard::findingsChanged, this, &SetupPage::tellProblems);
  connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
    if (m_tabs->currentIndex() != kChecks) m_nginx->lookOnce();
  });
  refreshLook();
  showState();
  whenRetranslated(this, [this] {
    showState();
    if (m_board.everRun()) tellProblems();
  });
}

QAction* SetupPage::makeAction(const QString& name, const QString& text, const QString& tip,
                               const QKeySequence& shortcut) {
  auto* action = new QAction(text, this);
  action->setObjectName(name);
  parts::describe(action, tip, shortcut);
  return action;
}

void SetupPage::makeActions() {
  m_runAll = makeAction(QStringLiteral("runChecks"), tr("&Run all checks"),
                        tr("Look at everything that stands around the nodes; nothing is changed"),
                        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R));
  m_runArea = makeAction(QStringLiteral("runArea"), tr("Run the checks of this &area"),
                         tr("Run the checks of the area that is chosen"));
  m_cancelAll =
      makeAction(QStringLiteral("cancelChecks"), tr("&Cancel all"), tr("End every check that waits, runs or hangs"));
  m_copyAll = makeAction(QStringLiteral("copyFindings"), tr("Copy all &findings"),
                         tr("Copy everything that was found, with evidence and fixes, as text"));
  m_export = makeAction(QStringLiteral("exportFindings"), tr("&Export findings…"),
                        tr("Write everything that was found into a text file"));
  m_cancelAll->setIconText(tr("Cancel all"));
  m_copyAll->setIconText(tr("Copy all"));
  m_export->setIconText(tr("Export…"));
  connect(m_runAll, &QAction::triggered, this, [this] {
    m_tabs->setCurrentIndex(kChecks);
    m_board.run();
  });
  connect(m_runArea, &QAction::triggered, this, [this] {
    if (m_checks->area()) m_board.run(m_checks->area());
  });
  connect(m_cancelAll, &QAction::triggered, this, [this] { m_board.cancelAll(); });
  connect(m_copyAll, &QAction::triggered, this, [this] {
    QApplication::clipboard()->setText(report());
    Q_EMIT said(tr("Copied all findings"));
  });
  connect(m_export, &QAction::triggered, this, &SetupPage::askAndExport);
}

void SetupPage::arrange() {
  auto* tools = new QHBoxLayout;
  tools->setContentsMargins(0, parts::kGap, 0, 0);
  tools->setSpacing(parts::kGap);
  m_run = parts::primaryButton(m_runAll);
  tools->addWidget(m_run);
  for (QAction* action : {m_runArea, m_cancelAll}) tools->addWidget(parts::button(action));
  tools->addStretch(1);
  for (QAction* action : {m_copyAll, m_export}) tools->addWidget(parts::button(action));

  auto* checkTab = new QWidget;
  auto* column = new QVBoxLayout(checkTab);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addLayout(tools);
  column->addWidget(m_checks, 1);
  m_tabs->addTab(checkTab, tr("Checks"));
  m_tabs->addTab(m_nginx, tr("nginx"));
  m_tabs->addTab(m_pick, tr("Who goes where"));
  m_tabs->setTabToolTip(0, tr("What was found around the nodes, and how it is mended"));
  m_tabs->setTabToolTip(1, tr("The configuration that is in use beside the one that the live nodes ask for"));
  m_tabs->setTabToolTip(2, tr("Which node nginx gives an address, and the share of each"));
  m_tabs->tabBar()->setAccessibleName(tr("Parts of the setup"));

  auto* head = new QHBoxLayout;
  head->setSpacing(parts::kGap);
  head->addWidget(parts::title(tr("Setup")));
  head->addSpacing(parts::kGap);
  head->addWidget(m_summary, 0, Qt::AlignBottom);
  head->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addLayout(head);
  layout->addWidget(m_tabs, 1);
}

QList<QAction*> SetupPage::menuActions() const {
  return QList<QAction*>{m_runAll, m_runArea, m_cancelAll, m_copyAll, m_export} + m_nginx->actions();
}

void SetupPage::refreshLook() {
  const Theme& theme = m_context.theme;
  m_runAll->setIcon(theme.icon(QStringLiteral("play")));
  m_run->setIcon(theme.icon(QStringLiteral("play"), theme.colors().onAccent));
  m_runArea->setIcon(theme.icon(QStringLiteral("play")));
  m_cancelAll->setIcon(theme.icon(QStringLiteral("cancelled")));
  m_copyAll->setIcon(theme.icon(QStringLiteral("copy")));
  m_export->setIcon(theme.icon(QStringLiteral("export")));
  m_checks->refreshLook();
  m_nginx->refreshLook();
  m_pick->refreshLook();
}

void SetupPage::showState() {
  const auto area = m_checks->area();
  bool canRun = false;
  bool canRunArea = false;
  bool anyFinding = false;
  bool anyHangs = false;
  for (const CheckEntry& entry : m_board.entries()) {
    canRun = canRun || !entry.underWay();
    canRunArea = canRunArea || (area == entry.area && !entry.underWay());
    anyFinding = anyFinding || !entry.findings.empty();
    anyHangs = anyHangs || entry.state == CheckEntry::State::Hung;
  }
  m_runAll->setEnabled(canRun);
  m_runArea->setEnabled(canRunArea);
  m_runArea->setIconText(area ? tr("Run: %1").arg(words::area(*area)) : tr("Run an area"));
  m_cancelAll->setEnabled(m_board.underWay());
  m_copyAll->setEnabled(anyFinding);
  m_export->setEnabled(anyFinding);
  if (!m_board.everRun()) {
    m_summary->setText(tr("%1 checks, not run yet").arg(m_board.entries().size()));
    return;
  }
  const QString grades = gradesText(m_board.count(setup::Grade::Problem), m_board.count(setup::Grade::Warning),
                                    m_board.count(setup::Grade::Unknown));
  m_summary->setText(anyHangs             ? tr("a check hangs; so far %1").arg(grades)
                     : m_board.underWay() ? tr("checking; so far %1").arg(grades)
                                          : grades);
}

void SetupPage::tellProblems() {
  const int problems = m_board.count(setup::Grade::Problem);
  QString first;
  for (const CheckEntry& entry : m_board.entries()) {
    for (const setup::Finding& finding : entry.findings) {
      if (finding.grade == setup::Grade::Problem && first.isEmpty()) {
        first = words::labelled(words::area(entry.area), words::sentence(words::said(finding.title)));
      }
    }
  }
  Q_EMIT problemsFound(problems, first);
}

QString SetupPage::report() const {
  QStringList lines;
  for (const setup::Grade grade :
       {setup::Grade::Problem, setup::Grade::Warning, setup::Grade::Unknown, setup::Grade::Good}) {
    for (const CheckEntry& entry : m_board.entries()) {
      for (const setup::Finding& finding : entry.findings) {
        if (finding.grade != grade) continue;
        lines.push_back(QStringLiteral("%1  %2  %3")
                            .arg(words::grade(grade), QString::fromStdString(finding.id), words::said(finding.title)));
        for (const setup::Text& text : finding.evidence) lines.push_back(QStringLiteral("    ") + words::said(text));
        if (!finding.why.empty()) lines.push_back(tr("  Why it matters: %1").arg(words::said(finding.why)));
        if (!finding.fix) continue;
        lines.push_back(tr("  To mend it: %1").arg(words::said(finding.fix->text)));
        for (const std::string& command : finding.fix->commands) {
          lines.push_back(QStringLiteral("    ") + QString::fromStdString(command));
        }
        const QString block = QString::fromStdString(finding.fix->block);
        for (const QString& line : block.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
          lines.push_back(QStringLiteral("    ") + line);
        }
      }
    }
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QString SetupPage::exportTo(const QString& path) const {
  QSaveFile file(path);
  const QByteArray text = report().toUtf8();
  if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit()) {
    return tr("%1 can't be written: %2").arg(path, file.errorString());
  }
  return {};
}

void SetupPage::askAndExport() {
  const QString path = QFileDialog::getSaveFileName(
      this, tr("Export findings"), documentFile(QStringLiteral("linekeeper-setup.txt")), tr("Text (*.txt)"));
  if (path.isEmpty()) return;
  const QString problem = exportTo(path);
  if (!problem.isEmpty()) {
    Q_EMIT failed(problem);
  } else {
    Q_EMIT said(tr("Wrote all findings to %1").arg(path));
  }
}

}  // namespace lk::ui

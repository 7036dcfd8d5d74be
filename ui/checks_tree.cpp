#include "ui/checks_tree.h"

#include <QHeaderView>

#include "ui/check_row.h"
#include "ui/setup_words.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr int kAreaRole = Qt::UserRole;
constexpr int kIdRole = Qt::UserRole + 1;

setup::Area areaOf(const QTreeWidgetItem& item) { return static_cast<setup::Area>(item.data(0, kAreaRole).toInt()); }

}  // namespace

ChecksTree::ChecksTree(const Theme& theme, const CheckBoard& board, QWidget* parent)
    : QTreeWidget(parent), m_theme(theme), m_board(board) {
  setAccessibleName(tr("Checks"));
  setToolTip(tr("Choose whose findings are shown"));
  setColumnCount(2);
  setHeaderHidden(true);
  setRootIsDecorated(false);
  setUniformRowHeights(true);
  setIndentation(20);
  setIconSize(QSize(18, 18));
  setItemsExpandable(false);
  setMinimumWidth(320);
  header()->setStretchLastSection(false);
  header()->setSectionResizeMode(0, QHeaderView::Stretch);
  // A handful of rows: the names get all that the states leave.
  header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  fill();
  sayNames();
  expandAll();
  setCurrentItem(m_all);
}

void ChecksTree::fill() {
  QFont bold = font();
  bold.setWeight(QFont::DemiBold);
  m_all = new QTreeWidgetItem(this);
  m_all->setFont(0, bold);
  for (const setup::Area area : setup::kAreas) {
    auto* item = new QTreeWidgetItem(this);
    item->setData(0, kAreaRole, static_cast<int>(area));
    item->setFont(0, bold);
    for (const CheckEntry& entry : m_board.entries()) {
      if (entry.area != area) continue;
      auto* child = new QTreeWidgetItem(item);
      child->setData(0, kAreaRole, static_cast<int>(area));
      child->setData(0, kIdRole, QString::fromStdString(entry.id));
    }
  }
}

void ChecksTree::sayNames() {
  m_all->setText(0, tr("All checks"));
  for (int top = 1; top < topLevelItemCount(); ++top) {
    QTreeWidgetItem* item = topLevelItem(top);
    item->setText(0, words::area(areaOf(*item)));
    item->setToolTip(0, tr("Sees %1").arg(words::areaHelp(areaOf(*item))));
    for (int i = 0; i < item->childCount(); ++i) {
      QTreeWidgetItem* child = item->child(i);
      const CheckEntry* entry = m_board.find(child->data(0, kIdRole).toString().toStdString());
      if (entry == nullptr) continue;
      child->setText(0, words::said(entry->title));
      child->setToolTip(0, tr("%1 (%2)").arg(child->text(0), QString::fromStdString(entry->id)));
    }
  }
}

std::optional<setup::Area> ChecksTree::area() const {
  const QTreeWidgetItem* item = currentItem();
  if (item == nullptr || item == m_all) return {};
  return areaOf(*item);
}

bool ChecksTree::covers(const CheckEntry& entry) const {
  const QTreeWidgetItem* item = currentItem();
  if (item == nullptr || item == m_all) return true;
  const QString id = item->data(0, kIdRole).toString();
  return id.isEmpty() ? area() == entry.area : id.toStdString() == entry.id;
}

void ChecksTree::sayStates() {
  saySum(m_all, {});
  for (int top = 1; top < topLevelItemCount(); ++top) {
    QTreeWidgetItem* item = topLevelItem(top);
    saySum(item, areaOf(*item));
    for (int i = 0; i < item->childCount(); ++i) {
      QTreeWidgetItem* child = item->child(i);
      const CheckEntry* entry = m_board.find(child->data(0, kIdRole).toString().toStdString());
      if (entry == nullptr) continue;
      const auto [icon, tone] = checkStateLook(*entry);
      sayState(child, icon, tone, checkStateText(*entry, m_board.runningFor(*entry)));
    }
  }
}

void ChecksTree::sayState(QTreeWidgetItem* item, const QString& icon, Tone tone, const QString& text) {
  const ThemeColors& colors = m_theme.colors();
  item->setIcon(0, m_theme.icon(icon, colors.of(tone)));
  item->setText(1, text);
  item->setToolTip(1, text);
  item->setForeground(1, colors.of(tone == Tone::Good ? Tone::Muted : tone));
  item->setData(0, Qt::AccessibleTextRole, words::labelled(item->text(0), text));
}

void ChecksTree::saySum(QTreeWidgetItem* item, std::optional<setup::Area> area) {
  bool isDone = true;
  bool isRunning = false;
  int hung = 0;
  bool anyRun = false;
  for (const CheckEntry& entry : m_board.entries()) {
    if (area && entry.area != *area) continue;
    isRunning = isRunning || entry.underWay();
    hung += entry.state == CheckEntry::State::Hung;
    anyRun = anyRun || entry.state != CheckEntry::State::NotRun;
    isDone = isDone && entry.state != CheckEntry::State::NotRun;
  }
  if (hung > 0) return sayState(item, QStringLiteral("waiting"), Tone::Warning, tr("%n not returning", nullptr, hung));
  if (isRunning) return sayState(item, QStringLiteral("refresh"), Tone::Muted, tr("running"));
  if (!anyRun) return sayState(item, QStringLiteral("unknown"), Tone::Muted, tr("not run yet"));
  const int problems = m_board.count(setup::Grade::Problem, area);
  const int warnings = m_board.count(setup::Grade::Warning, area);
  const int unknown = m_board.count(setup::Grade::Unknown, area);
  const setup::Grade worst = problems > 0             ? setup::Grade::Problem
                             : warnings > 0           ? setup::Grade::Warning
                             : unknown > 0 || !isDone ? setup::Grade::Unknown
                                                      : setup::Grade::Good;
  const bool isPart = worst == setup::Grade::Unknown && unknown == 0;
  sayState(item, words::gradeIcon(worst), words::gradeTone(worst),
           isPart ? tr("not all run")
           : area ? gradesText(problems, warnings, unknown)
                  // The page's head has them all; the names below need the room.
                  : gradesText(problems, problems > 0 ? 0 : warnings, problems + warnings > 0 ? 0 : unknown));
}

}  // namespace lk::ui

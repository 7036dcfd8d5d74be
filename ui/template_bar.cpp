#include "ui/template_bar.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QMessageBox>

#include "ui/name_dialog.h"
#include "ui/parts.h"
#include "ui/theme.h"

namespace lk::ui {

namespace {

QString nameProblem(const QString& name) {
  if (name.isEmpty()) return TemplateBar::tr("A name is wanted.");
  if (!isTemplateName(name)) return TemplateBar::tr("A name has at most %1 characters.").arg(kLongestTemplateName);
  return {};
}

}  // namespace

TemplateBar::TemplateBar(const Theme& theme, TemplateStore& store, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_store(store),
      m_names(new QComboBox),
      m_save(new QAction(tr("Save as &template…"), this)),
      m_rename(new QAction(tr("Rename template…"), this)),
      m_remove(new QAction(tr("Delete template…"), this)) {
  m_names->setAccessibleName(tr("Template"));
  m_names->setToolTip(tr("Put a saved command into the form; its targets stay"));
  m_names->setMinimumContentsLength(14);
  m_names->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_save->setObjectName(QStringLiteral("saveTemplate"));
  m_rename->setObjectName(QStringLiteral("renameTemplate"));
  m_remove->setObjectName(QStringLiteral("deleteTemplate"));
  m_save->setIconText(tr("Save as…"));
  m_rename->setIconText(tr("Rename…"));
  m_remove->setIconText(tr("Delete…"));
  parts::describe(m_save, tr("Keep payload, delivery and timeout of the form under a name"),
                  QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
  parts::describe(m_rename, tr("Give the chosen template another name"));
  parts::describe(m_remove, tr("Delete the chosen template"));
  setFocusProxy(m_names);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(parts::kGap);
  layout->addWidget(m_names, 1);
  for (QAction* action : {m_save, m_rename, m_remove}) layout->addWidget(parts::button(action));
  connect(m_names, &QComboBox::currentIndexChanged, this, &TemplateBar::follow);
  connect(m_names, &QComboBox::activated, this, [this] {
    if (const CommandTemplate* one = m_store.find(name()); one != nullptr) Q_EMIT chosen(*one);
  });
  connect(m_save, &QAction::triggered, this, &TemplateBar::askAndSave);
  connect(m_rename, &QAction::triggered, this, &TemplateBar::askAndRename);
  connect(m_remove, &QAction::triggered, this, &TemplateBar::askAndRemove);
  connect(&m_store, &TemplateStore::changed, this, &TemplateBar::showNames);
  showNames();
}

void TemplateBar::refreshLook() {
  m_save->setIcon(m_theme.icon(QStringLiteral("export")));
  m_remove->setIcon(m_theme.icon(QStringLiteral("clear")));
}

void TemplateBar::showNames() {
  const QString before = name();
  const QSignalBlocker quiet(m_names);
  m_names->clear();
  m_names->addItem(m_store.all().isEmpty() ? tr("No template yet") : tr("No template"));
  for (const CommandTemplate& one : m_store.all()) m_names->addItem(one.name, one.name);
  select(before);
}

void TemplateBar::select(const QString& name) {
  m_names->setCurrentIndex(name.isEmpty() ? 0 : std::max(m_names->findData(name), 0));
  follow();
}

void TemplateBar::follow() {
  m_names->setEnabled(m_names->count() > 1);
  m_rename->setEnabled(!name().isEmpty());
  m_remove->setEnabled(!name().isEmpty());
}

QString TemplateBar::name() const { return m_names->currentData().toString(); }

void TemplateBar::askAndSave() {
  const auto judge = [this](const QString& name) {
    NameDialog::Verdict verdict{nameProblem(name), tr("Save")};
    if (m_store.find(name) != nullptr) {
      verdict.verb = tr("Replace '%1'").arg(name);
    } else if (verdict.problem.isEmpty() && m_store.all().size() >= kMostTemplates) {
      verdict.problem = tr("There are %1 templates already: delete one first.").arg(kMostTemplates);
    }
    return verdict;
  };
  auto* dialog = new NameDialog(tr("Save as template"), tr("Name of the template"), name(), judge, this);
  connect(dialog, &NameDialog::nameAccepted, this, [this, current = m_current](const QString& name) {
    CommandTemplate one = current;
    one.name = name;
    if (!m_store.put(one)) return;
    select(name);
    Q_EMIT said(tr("Saved the template '%1'").arg(name));
  });
  dialog->open();
}

void TemplateBar::askAndRename() {
  const QString old = name();
  const auto judge = [this, old](const QString& name) {
    NameDialog::Verdict verdict{nameProblem(name), tr("Rename")};
    if (name != old && m_store.find(name) != nullptr) verdict.problem = tr("Another template is called so.");
    return verdict;
  };
  auto* dialog = new NameDialog(tr("Rename a template"), tr("New name of the template"), old, judge, this);
  connect(dialog, &NameDialog::nameAccepted, this, [this, old](const QString& name) {
    if (!m_store.rename(old, name)) return;
    select(name);
    Q_EMIT said(tr("The template '%1' is now called '%2'").arg(old, name));
  });
  dialog->open();
}

void TemplateBar::askAndRemove() {
  const QString old = name();
  auto* box = new QMessageBox(QMessageBox::Question, tr("Delete a template"), tr("Delete the template '%1'?").arg(old),
                              QMessageBox::Cancel, this);
  box->setInformativeText(tr("It can't be taken back."));
  QPushButton* yes = box->addButton(tr("Delete the template"), QMessageBox::DestructiveRole);
  parts::makeDangerous(yes);
  box->setDefaultButton(QMessageBox::Cancel);
  box->setAttribute(Qt::WA_DeleteOnClose);
  connect(yes, &QPushButton::clicked, this, [this, old] {
    if (m_store.remove(old)) Q_EMIT said(tr("Deleted the template '%1'").arg(old));
  });
  box->open();
}

}  // namespace lk::ui

#include "ui/name_dialog.h"

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/parts.h"

namespace lk::ui {

NameDialog::NameDialog(const QString& title, const QString& label, const QString& name, Judge judge, QWidget* parent)
    : QDialog(parent),
      m_judge(std::move(judge)),
      m_name(new QLineEdit(name)),
      m_problem(parts::muted({})),
      m_yes(new QPushButton) {
  setWindowTitle(title);
  setModal(true);
  setAttribute(Qt::WA_DeleteOnClose);
  m_name->setAccessibleName(label);
  m_name->setToolTip(label);
  m_name->setMaxLength(200);
  m_name->selectAll();
  m_yes->setObjectName(QStringLiteral("nameButton"));
  m_problem->setWordWrap(true);
  QLabel* caption = parts::muted(label);
  caption->setBuddy(m_name);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  QPushButton* cancel = buttons->button(QDialogButtonBox::Cancel);
  cancel->setIcon({});
  cancel->setAccessibleName(tr("Cancel"));
  cancel->setToolTip(tr("Do nothing"));
  buttons->addButton(m_yes, QDialogButtonBox::AcceptRole);
  m_yes->setDefault(true);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(m_yes, &QPushButton::clicked, this, [this] {
    Q_EMIT nameAccepted(m_name->text().simplified());
    accept();
  });
  connect(m_name, &QLineEdit::textChanged, this, &NameDialog::check);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addWidget(caption);
  layout->addWidget(m_name);
  layout->addWidget(m_problem);
  layout->addSpacing(parts::kGap);
  layout->addWidget(buttons);
  setMinimumWidth(420);
  check();
}

void NameDialog::check() {
  const Verdict verdict = m_judge(m_name->text().simplified());
  m_yes->setText(verdict.verb);
  m_yes->setAccessibleName(verdict.verb);
  m_yes->setToolTip(verdict.problem.isEmpty() ? verdict.verb : verdict.problem);
  m_yes->setEnabled(verdict.problem.isEmpty());
  m_problem->setText(verdict.problem);
}

}  // namespace lk::ui

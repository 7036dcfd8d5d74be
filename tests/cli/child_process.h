#pragma once

#include <QProcess>

namespace lk::test {

// A child that ends with the test, even when the test is killed.
void endWithThisProcess(QProcess& child);

}  // namespace lk::test

; linekeeper-VERSION-setup.exe. Made by make_installer.sh, which says: VERSION, FILES (a folder with installed.nsh and
; removed.nsh, the list of files), RESOURCES, OUTPUT.
;   /S                       asks nothing
;   /AllUsers /CurrentUser   for all users (wants an administrator), or for this one; default: as it was, else all users
;                            where the rights are there
;   /desktop                 an icon on the desktop, too
;   /nostartmenu             nothing in the Start menu
;   /firewall                lets devices through Windows' firewall to this program (administrator)
;   /service                 installs and starts the service (administrator, all users)
;   /D=FOLDER                where to; the last one, and without quotes
; The uninstaller takes /S, and /purge: settings, history and logs go, too.
; Exit codes: 0 done; 1 cancelled; 2 not everything could be done; 3 the program runs; 5 rights are missing.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
; The same files make the same installer.
SetDateSave off
ManifestDPIAware true
ManifestLongPathAware true

!define NAME "Linekeeper"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define APP_PATHS_KEY "Software\Microsoft\Windows\CurrentVersion\App Paths\linekeeper.exe"
!define SERVICE_KEY "SYSTEM\CurrentControlSet\Services\${NAME}"
!define ERROR_PARTLY 2
!define ERROR_RUNS 3
!define ERROR_RIGHTS 5

Name "${NAME}"
OutFile "${OUTPUT}"
BrandingText "${NAME} ${VERSION}"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "UninstallString"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_FUNCTION chooseFolder

!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include WinVer.nsh
!include x64.nsh

!define MUI_ICON "${RESOURCES}\linekeeper.ico"
!define MUI_UNICON "${RESOURCES}\linekeeper.ico"
!define MUI_ABORTWARNING
; By the desktop, so that the program has the rights of its user and not the installer's.
!define MUI_FINISHPAGE_RUN "$WINDIR\explorer.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS '$\"$INSTDIR\linekeeper.exe$\"'

!insertmacro MUI_PAGE_WELCOME
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!define MUI_PAGE_CUSTOMFUNCTION_PRE offerWhatCanBe
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"
!include "installer_texts.nsh"

VIProductVersion "${VERSION}.0"
!macro versionTexts LANGUAGE
  VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "${NAME}"
  VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileDescription" "${NAME} ${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "Apache License 2.0"
!macroend
!insertmacro versionTexts ${LANG_ENGLISH}
!insertmacro versionTexts ${LANG_SIMPCHINESE}

Var givenFolder  ; by /D=
Var serviceRan   ; before this version came

; A line of the log; with it a silent installation ends with an exit code that says so.
!macro partly TEXT
  DetailPrint "${TEXT}"
  SetErrorLevel ${ERROR_PARTLY}
!macroend

; $0: 1 when the service that is installed is that of this folder.
!macro isOwnService
  ReadRegStr $0 HKLM "${SERVICE_KEY}" "ImagePath"
  StrLen $1 '"$INSTDIR\linekeeper.exe"'
  StrCpy $0 $0 $1
  ${If} $0 == '"$INSTDIR\linekeeper.exe"'
    StrCpy $0 1
  ${Else}
    StrCpy $0 0
  ${EndIf}
!macroend

Function chooseFolder
  ${If} $givenFolder != ""
    StrCpy $INSTDIR $givenFolder
  ${ElseIf} $MultiUser.InstDir == ""
  ${AndIf} $MultiUser.InstallMode == "CurrentUser"
    ; Not beside the settings, which are in $LOCALAPPDATA\linekeeper.
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${NAME}"
  ${EndIf}
FunctionEnd

Section "!${NAME}" SectionProgram
  SectionIn RO
  Call stopOwnService
  Call waitForEnd
  !include "${FILES}/installed.nsh"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr SHCTX "${APP_PATHS_KEY}" "" "$INSTDIR\linekeeper.exe"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\linekeeper.exe"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" $0
  ${If} $serviceRan == 1
    nsExec::ExecToLog '"$INSTDIR\linekeeper.com" service start'
    Pop $0
    ${If} $0 != 0
      !insertmacro partly "$(TEXT_SERVICE_NOT_STARTED)"
    ${EndIf}
  ${EndIf}
SectionEnd

Section "$(TEXT_START_MENU)" SectionStartMenu
  CreateDirectory "$SMPROGRAMS\${NAME}"
  CreateShortcut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\linekeeper.exe"
  ; A terminal in which `linekeeper` is known.
  CreateShortcut "$SMPROGRAMS\${NAME}\${NAME} (cmd).lnk" "$SYSDIR\cmd.exe" \
    '/k "set PATH=$INSTDIR;%PATH%&& linekeeper --version"' "$INSTDIR\linekeeper.exe"
SectionEnd

Section /o "$(TEXT_DESKTOP)" SectionDesktop
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\linekeeper.exe"
SectionEnd

; A prompt of Windows' that was cancelled once has left rules that block, and no rule that allows is stronger.
Section /o "$(TEXT_FIREWALL)" SectionFirewall
  nsExec::ExecToLog 'netsh advfirewall firewall delete rule name=all dir=in program="$INSTDIR\linekeeper.exe"'
  Pop $0
  nsExec::ExecToLog 'netsh advfirewall firewall add rule name="${NAME}" dir=in action=allow protocol=TCP \
    profile=private,domain program="$INSTDIR\linekeeper.exe"'
  Pop $0
  ${If} $0 != 0
    !insertmacro partly "$(TEXT_FIREWALL_NOT_SET)"
  ${EndIf}
SectionEnd

Section /o "$(TEXT_SERVICE)" SectionService
  !insertmacro isOwnService
  ${If} $0 != 1
    nsExec::ExecToLog '"$INSTDIR\linekeeper.com" service install'
    Pop $0
  ${Else}
    StrCpy $0 0
  ${EndIf}
  ${If} $0 == 0
    nsExec::ExecToLog '"$INSTDIR\linekeeper.com" service start'
    Pop $0
  ${EndIf}
  ${If} $0 != 0
    !insertmacro partly "$(TEXT_SERVICE_NOT_STARTED)"
  ${EndIf}
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionProgram} "$(TEXT_ABOUT_PROGRAM)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionStartMenu} "$(TEXT_ABOUT_START_MENU)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionDesktop} "$(TEXT_ABOUT_DESKTOP)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionFirewall} "$(TEXT_ABOUT_FIREWALL)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionService} "$(TEXT_ABOUT_SERVICE)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function stopOwnService
  StrCpy $serviceRan 0
  !insertmacro isOwnService
  ${If} $0 == 1
    nsExec::ExecToLog '"$INSTDIR\linekeeper.com" service status'
    Pop $0
    ${If} $0 == 0
      StrCpy $serviceRan 1
      nsExec::ExecToLog '"$INSTDIR\linekeeper.com" service stop'
      Pop $0
    ${EndIf}
  ${EndIf}
FunctionEnd

; A program that runs can't be replaced.
Function waitForEnd
  again:
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\linekeeper.exe"
    Delete "$INSTDIR\linekeeper.exe"
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(TEXT_RUNS)" /SD IDCANCEL IDRETRY again
      SetErrorLevel ${ERROR_RUNS}
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

!macro switch SWITCH SECTION
  ClearErrors
  ${GetOptions} $R0 "${SWITCH}" $R1
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${SECTION}
  ${EndIf}
!macroend

Function .onInit
  StrCpy $givenFolder $INSTDIR
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(TEXT_WINDOWS_10)" /SD IDOK
    SetErrorLevel ${ERROR_RIGHTS}
    Quit
  ${EndIf}
  ${GetParameters} $R0
  UserInfo::GetAccountType
  Pop $0
  ${GetOptions} $R0 "/AllUsers" $R1
  ${IfNot} ${Errors}
  ${AndIf} $0 != "Admin"
    MessageBox MB_OK|MB_ICONSTOP "$(TEXT_RIGHTS)" /SD IDOK
    SetErrorLevel ${ERROR_RIGHTS}
    Quit
  ${EndIf}
  !insertmacro MULTIUSER_INIT
  !insertmacro switch "/desktop" ${SectionDesktop}
  !insertmacro switch "/firewall" ${SectionFirewall}
  !insertmacro switch "/service" ${SectionService}
  ClearErrors
  ${GetOptions} $R0 "/nostartmenu" $R1
  ${IfNot} ${Errors}
    !insertmacro UnselectSection ${SectionStartMenu}
  ${EndIf}
  ; Whoever asked for what can't be is told, and not given something else.
  Call offerWhatCanBe
  ${If} $2 == 1
    MessageBox MB_OK|MB_ICONSTOP "$(TEXT_RIGHTS)" /SD IDOK
    SetErrorLevel ${ERROR_RIGHTS}
    Quit
  ${EndIf}
FunctionEnd

; The service's account can't read a user's folder, and both want an administrator. $2: 1 when one was chosen all the
; same.
!macro offer SECTION CAN
  ${If} ${CAN} == 1
    !insertmacro ClearSectionFlag ${SECTION} ${SF_RO}
  ${Else}
    ${If} ${SectionIsSelected} ${SECTION}
      StrCpy $2 1
    ${EndIf}
    !insertmacro UnselectSection ${SECTION}
    !insertmacro SetSectionFlag ${SECTION} ${SF_RO}
  ${EndIf}
!macroend

Function offerWhatCanBe
  StrCpy $0 0
  StrCpy $1 0
  StrCpy $2 0
  ${If} $MultiUser.Privileges == "Admin"
    StrCpy $0 1
    ${If} $MultiUser.InstallMode == "AllUsers"
      StrCpy $1 1
    ${EndIf}
  ${EndIf}
  !insertmacro offer ${SectionFirewall} $0
  !insertmacro offer ${SectionService} $1
FunctionEnd

Section "un.${NAME}"
  SectionIn RO
  !insertmacro isOwnService
  ${If} $0 == 1
    nsExec::ExecToLog '"$INSTDIR\linekeeper.com" service remove'
    Pop $0
    ${If} $0 != 0
      !insertmacro partly "$(TEXT_SERVICE_NOT_REMOVED)"
    ${EndIf}
  ${EndIf}
  again:
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\linekeeper.exe"
    Delete "$INSTDIR\linekeeper.exe"
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(TEXT_RUNS)" /SD IDCANCEL IDRETRY again
      SetErrorLevel ${ERROR_RUNS}
      Quit
    ${EndIf}
  ${EndIf}
  ${If} $MultiUser.Privileges == "Admin"
    nsExec::ExecToLog 'netsh advfirewall firewall delete rule name="${NAME}" program="$INSTDIR\linekeeper.exe"'
    Pop $0
  ${EndIf}
  Delete "$SMPROGRAMS\${NAME}\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME}\${NAME} (cmd).lnk"
  RMDir "$SMPROGRAMS\${NAME}"
  Delete "$DESKTOP\${NAME}.lnk"
  ; What was installed and nothing else: a folder that holds more stays.
  SetOutPath "$TEMP"
  !include "${FILES}/removed.nsh"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey SHCTX "${APP_PATHS_KEY}"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
SectionEnd

Section /o "un.$(TEXT_DATA)" SectionData
  SetShellVarContext current
  RMDir /r "$LOCALAPPDATA\linekeeper"
  ${If} $MultiUser.InstallMode == "AllUsers"
    SetShellVarContext all
    RMDir /r "$APPDATA\${NAME}"
  ${EndIf}
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionData} "$(TEXT_ABOUT_DATA)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/purge" $R1
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${SectionData}
  ${EndIf}
FunctionEnd

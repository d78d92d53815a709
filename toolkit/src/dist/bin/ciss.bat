@echo off
rem SPDX-License-Identifier: Apache-2.0
rem Copyright 2026 ciss4j authors
rem
rem Starts the ciss command.
rem   JAVA_HOME        which Java runs it (17 or newer); otherwise the java on the PATH
rem   CISS_JAVA_OPTS   more options for the JVM, after the ones given here: -Xmx8g
setlocal

for %%i in ("%~dp0..") do set "CISS_HOME=%%~fi"

set "JAVA_EXE=java.exe"
if defined JAVA_HOME set "JAVA_EXE=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%JAVA_EXE%" (
  echo ciss: JAVA_HOME is %JAVA_HOME%, which has no bin\java.exe; set it to a Java 17 or newer 1>&2
  exit /b 1
)

set "JAVA_VERSION="
for /f "tokens=3" %%v in ('""%JAVA_EXE%" -version 2>&1" ^| findstr /r /c:"version"') do (
  if not defined JAVA_VERSION for /f "delims=.-+ tokens=1" %%m in ("%%~v") do set "JAVA_VERSION=%%m"
)
if not defined JAVA_VERSION (
  echo ciss: no Java found; install Java 17 or newer, or set JAVA_HOME 1>&2
  exit /b 1
)
if %JAVA_VERSION% LSS 17 (
  echo ciss: %JAVA_EXE% is Java %JAVA_VERSION%; 17 or newer is needed, set JAVA_HOME 1>&2
  exit /b 1
)

rem OpenMP takes a list, of which the first number counts; ND4J reads that one alone.
if defined OMP_NUM_THREADS for /f "tokens=1 delims=," %%t in ("%OMP_NUM_THREADS%") do set "OMP_NUM_THREADS=%%t"

rem What OpenCV would say of a broken file, the command says in one line of its own.
if not defined OPENCV_LOG_LEVEL set "OPENCV_LOG_LEVEL=SILENT"

rem What only prints is done before the compiler that makes the fastest code has paid for itself.
set "COMPILER="
if "%~1"=="" set "COMPILER=-XX:TieredStopAtLevel=1"
if "%~1"=="completion" set "COMPILER=-XX:TieredStopAtLevel=1"
for %%w in (-h --help -V --version) do if "%~1"=="%%w" set "COMPILER=-XX:TieredStopAtLevel=1"
for %%w in (-h --help) do if "%~2"=="%%w" set "COMPILER=-XX:TieredStopAtLevel=1"
for %%w in (-h --help) do if "%~3"=="%%w" set "COMPILER=-XX:TieredStopAtLevel=1"

rem Arrays live outside the Java heap, without a limit of JavaCPP's own: that is four times the heap.
"%JAVA_EXE%" ^
  -Xms48m ^
  -Xmx2g ^
  -Djava.awt.headless=true ^
  -Dorg.bytedeco.javacpp.maxBytes=0 ^
  -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 ^
  -Dorg.bytedeco.javacpp.logger=slf4j ^
  %COMPILER% ^
  %CISS_JAVA_OPTS% ^
  -cp "%CISS_HOME%\conf;%CISS_HOME%\lib\*" ^
  org.ciss4j.cli.CissCommand %*
exit /b %ERRORLEVEL%

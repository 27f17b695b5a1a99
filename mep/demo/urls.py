"""Addresses of the demo."""

from django.urls import path

from mep.demo import views

urlpatterns = [path("weather.xml", views.weather)]
